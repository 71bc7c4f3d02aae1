import './base.css';
import './frame/sheets.css';
import { render } from 'preact';
import { ChannelView } from './channel/channel.tsx';
import { Keypad } from './channel/keypad.tsx';
import { followAge } from './frame/age.ts';
import { stayAwake } from './frame/awake.ts';
import { Banner } from './frame/banner.tsx';
import { Bar } from './frame/bar.tsx';
import { Notice } from './frame/notice.tsx';
import { Pairing } from './frame/pairing.tsx';
import { Panel } from './frame/panel.tsx';
import { followStatus } from './frame/people.ts';
import { dress, tab } from './frame/view.ts';
import { link } from './link/link.ts';
import { followSound } from './listen/listen.ts';
import { Mixer } from './mixer/mixer.tsx';
import { ScenesView } from './scenes/scenes.tsx';

const VIEWS = { mixer: Mixer, channel: ChannelView, scenes: ScenesView } as const;

function View() {
  const Shown = VIEWS[tab.value];
  return <Shown />;
}

function Page() {
  if (link.state.value === 'pairing') return <Pairing />;
  return (
    <>
      <Bar />
      <Banner />
      {link.layout.value && <View />}
      <Panel />
      <Notice />
      <Keypad />
    </>
  );
}

dress();
followStatus();
followAge();
followSound();
stayAwake();
link.socket.open();
const host = document.getElementById('page');
if (host) render(<Page />, host);
