import type { Desk } from '../desk/desk.ts';
import type { Law } from '../desk/law.ts';
import type { Entry } from '../desk/model.ts';
import { formatValue, type Stored, type Value, writeValue } from '../desk/value.ts';
import type { ParameterBody } from './protocol/http.ts';

/** A parameter as HTTP shows it. */
export function parameterBody(desk: Desk, entry: Entry): ParameterBody {
  const { id, path, parameter } = entry;
  const stored = desk.wanted(id);
  const isNumber = parameter.type === 'number';
  const who = desk.values.by(id);
  return {
    path,
    value: writeValue(parameter, stored),
    unit: isNumber ? parameter.law.unit : null,
    text: formatValue(parameter, stored),
    range: isNumber ? [bound(parameter.law.min), bound(parameter.law.max)] : parameter.choices.length > 0 ? [...parameter.choices] : null,
    step: isNumber && typeof stored === 'number' ? stepFrom(parameter.law, stored) : null,
    rev: desk.values.revision(id),
    by: who ? { who: who.name, origin: who.origin, at: desk.values.at(id) } : null,
    pending: desk.values.pending(id),
  };
}

const bound = (value: number): number | '-inf' => (value === Number.NEGATIVE_INFINITY ? '-inf' : value);

/** Distance to the next value of the grid; from silence, which has none, the first finite distance above it. */
function stepFrom(law: Law, value: number): number | null {
  const from = value === Number.NEGATIVE_INFINITY ? law.step(value, 1) : value;
  const above = law.step(from, 1);
  const size = Math.abs(above === from ? from - law.step(from, -1) : above - from);
  return Number.isFinite(size) && size > 0 ? Number(size.toPrecision(6)) : null;
}

/** A value of a parameter as JSON text, without an object in between. */
export function valueJson(entry: Entry, stored: Stored): string {
  const value: Value = writeValue(entry.parameter, stored);
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
