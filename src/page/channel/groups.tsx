import { useSignal } from '@preact/signals';
import { link } from '../link/link.ts';
import { colorVar, nameOf } from '../mixer/names.ts';
import { Modal } from './modal.tsx';
import { state } from './move.ts';
import { useParamState } from './param-state.ts';
import { prefixOf } from './strip-words.ts';

interface Group {
  /** `dca/2` of the strip. */
  readonly path: string;
  readonly mark: string;
  readonly name: string;
}

function groupsOf(strip: string): Group[] {
  const layout = link.layout.value;
  const prefix = prefixOf(strip);
  const of = (kind: 'dca' | 'group', mark: string, word: string): Group[] =>
    Array.from({ length: layout?.count(strip, `${kind}/{}`) ?? 0 }, (_, index) => {
      const n = index + 1;
      return {
        path: `${strip}/${kind}/${n}`,
        mark: `${mark}${n}`,
        name: link.param(`${prefix}${kind}/${n}/name`).text.value || `${word} ${n}`,
      };
    });
  return [...of('dca', 'D', 'DCA'), ...of('group', 'M', 'Group')];
}

/** `D2 M2`, or nothing: the groups a strip is in. */
const marksOf = (groups: readonly Group[]): string =>
  groups
    .filter(({ path }) => link.param(path).on.value)
    .map(({ mark }) => mark)
    .join(' ');

/** A key that tells the groups of a strip and opens their switches. */
export function GroupsKey({ strip, name }: { strip: string; name: string }) {
  const isOpen = useSignal(false);
  const groups = groupsOf(strip);
  if (groups.length === 0) return null;
  const close = (): void => {
    isOpen.value = false;
  };
  return (
    <>
      <button type="button" class="chip" onClick={() => (isOpen.value = true)}>
        <div>
          <b>{marksOf(groups) || 'none'}</b>
          <small>groups</small>
        </div>
      </button>
      {isOpen.value && (
        <Modal title={`${name} · DCAs and mute groups`} wide close={close}>
          <GroupKeys groups={groups} />
        </Modal>
      )}
    </>
  );
}

/** The same switches as a panel, where a strip leaves room for it. */
export function GroupsPanel({ strip }: { strip: string }) {
  const groups = groupsOf(strip);
  if (groups.length === 0) return null;
  return (
    <section class="panel groups" aria-label="groups">
      <header>
        <h2>DCA and mute groups</h2>
      </header>
      <GroupKeys groups={groups} />
    </section>
  );
}

const GroupKeys = ({ groups }: { groups: readonly Group[] }) => (
  <div class="gkeys">
    {groups.map((group) => (
      <GroupKey key={group.path} group={group} />
    ))}
  </div>
);

function GroupKey({ group: { path, mark, name } }: { group: Group }) {
  const param = link.param(path);
  const { state: look, note } = useParamState(param);
  const isOn = param.on.value;
  return (
    <button
      type="button"
      class={`gk${isOn ? ' is-on' : ''}${look}`}
      role="switch"
      aria-checked={isOn}
      aria-label={`member of ${name}`}
      title={note}
      onClick={() => state(path, !param.on.peek())}
    >
      <b>{mark}</b>
      <span>{note || name}</span>
      <small>{isOn ? 'IN' : 'out'}</small>
    </button>
  );
}

/** Members of a DCA: every strip that can be one. */
export function MembersPanel({ strip }: { strip: string }) {
  const layout = link.layout.value;
  const leaf = strip.slice(prefixOf(strip).length);
  const members =
    layout?.strips.filter(({ path, engine }) => layout.has(`${path}/${leaf}`) && engine === layout.strip(strip)?.engine) ?? [];
  return (
    <section class="panel members" aria-label="members">
      <header>
        <h2>Members</h2>
      </header>
      <div class="mkeys">
        {members.map(({ path }) => (
          <MemberKey key={path} strip={path} path={`${path}/${leaf}`} />
        ))}
      </div>
    </section>
  );
}

function MemberKey({ strip, path }: { strip: string; path: string }) {
  const param = link.param(path);
  const { state: look, note } = useParamState(param);
  const isOn = param.on.value;
  const name = nameOf(strip);
  return (
    <button
      type="button"
      class={`gk${isOn ? ' is-on' : ''}${look}`}
      style={{ '--c': colorVar(link.param(`${strip}/color`).text.value) }}
      role="switch"
      aria-checked={isOn}
      aria-label={name}
      title={note}
      onClick={() => state(path, !param.on.peek())}
    >
      <i />
      <span>{note || name}</span>
      <small>{isOn ? 'IN' : 'out'}</small>
    </button>
  );
}
