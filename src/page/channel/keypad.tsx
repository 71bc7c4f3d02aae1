import type { ParamInfo } from '../link/layout.ts';
import { type Ask, asked } from './ask.ts';
import { ChoiceList, ColorChoice, IconChoice } from './choices.tsx';
import { Modal } from './modal.tsx';
import { NumberPad } from './number-pad.tsx';
import { TextEdit } from './text-edit.tsx';

/** The place where questions of {@link ./ask.ts} appear. Stands once in the page. */
export function Keypad() {
  const question = asked.value;
  return question ? <Sheet key={question.param.path} question={question} /> : null;
}

const close = (): void => {
  asked.value = undefined;
};

function Sheet({ question }: { question: Ask }) {
  const info = question.param.info.value;
  if (!info) return null;
  return (
    <Modal title={question.title} wide={info.choices.length > 12} close={close}>
      <Body question={question} info={info} />
    </Modal>
  );
}

function Body({ question, info }: { question: Ask; info: ParamInfo }) {
  const props = { question, info, close };
  if (info.type === 'number') return info.law ? <NumberPad {...props} law={info.law} /> : null;
  if (info.type === 'color') return <ColorChoice {...props} />;
  if (info.type === 'choice') return <ChoiceList {...props} />;
  return info.path.endsWith('/icon') ? <IconChoice {...props} /> : <TextEdit {...props} />;
}
