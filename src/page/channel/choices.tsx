import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ParamInfo } from '../link/layout.ts';
import { colorVar } from '../mixer/names.ts';
import type { Ask } from './ask.ts';
import { ICONS, Icon } from './icons.tsx';
import { wordOf } from './words.ts';

interface Props {
  readonly question: Ask;
  readonly info: ParamInfo;
  close(): void;
}

interface Option {
  readonly word: string;
  readonly shows: ComponentChildren;
  readonly color?: string;
}

/** Words of a choice as keys; the present one is marked. */
export function ChoiceList({ question, info, close }: Props) {
  const options = info.choices.map((word): Option => ({ word, shows: wordOf(word) }));
  return <Options question={question} info={info} close={close} options={options} kind={options.length > 12 ? 'many' : 'few'} />;
}

/** Colours of the scribble strip, each with its word. */
export function ColorChoice({ question, info, close }: Props) {
  const options = info.choices.map((word): Option => ({ word, shows: wordOf(word), color: word }));
  return <Options question={question} info={info} close={close} options={options} kind="swatches" />;
}

/** Pictures by their names; the desk keeps the name. */
export function IconChoice({ question, info, close }: Props) {
  const options = ICONS.map((word): Option => {
    const shows = (
      <>
        <Icon name={word} />
        <span>{word === '' ? 'none' : word}</span>
      </>
    );
    return { word, shows };
  });
  return <Options question={question} info={info} close={close} options={options} kind="icons" />;
}

function Options({ question, close, options, kind }: Props & { options: readonly Option[]; kind: string }) {
  const refused = useSignal<string | undefined>(undefined);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>('[aria-pressed=true]');
    current?.focus();
    current?.scrollIntoView({ block: 'center' });
  }, []);
  const choose = async (word: string): Promise<void> => {
    refused.value = await question.put(word);
    if (refused.value === undefined) close();
  };
  return (
    <>
      <div ref={list} class={`options ${kind}`}>
        {options.map(({ word, shows, color }) => (
          <button
            type="button"
            key={word}
            aria-pressed={question.param.shown.value === word}
            {...(color === undefined ? {} : { style: { '--c': colorVar(color) }, 'data-color': color })}
            onClick={() => void choose(word)}
          >
            {shows}
          </button>
        ))}
      </div>
      <p class="reason" role="alert">
        {refused.value ?? ''}
      </p>
    </>
  );
}
