/** A contact wider than this is a palm. */
const PALM_PX = 60;
/** Fingers that come in over the edge of the screen belong to the system. */
const EDGE_PX = 16;

/** Whether a pointer may take hold of a control: the first button of a mouse, or a finger that is neither a palm nor a swipe. */
export function mayHold(event: PointerEvent): boolean {
  if (event.button !== 0) return false;
  if (event.pointerType !== 'touch') return true;
  if (event.width > PALM_PX || event.height > PALM_PX) return false;
  return (
    event.clientX >= EDGE_PX && event.clientX <= innerWidth - EDGE_PX && event.clientY >= EDGE_PX && event.clientY <= innerHeight - EDGE_PX
  );
}

export interface Grip {
  down(event: PointerEvent): void;
  move?(event: PointerEvent): void;
  /** Also when the system took the pointer away. */
  up(event: PointerEvent): void;
}

/**
 * Gives a control to one pointer at a time: the others find it held. The pointer stays captured, so it may leave the control; several
 * controls may be held at once, each by its own finger.
 * @returns handlers for the element
 */
export function holdable(grip: Grip) {
  let holder: number | undefined;
  const end = (event: PointerEvent): void => {
    if (event.pointerId !== holder) return;
    holder = undefined;
    grip.up(event);
  };
  return {
    onPointerDown(event: PointerEvent): void {
      if (holder !== undefined || !mayHold(event)) return;
      holder = event.pointerId;
      if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
      grip.down(event);
    },
    onPointerMove(event: PointerEvent): void {
      if (event.pointerId === holder) grip.move?.(event);
    },
    onPointerUp: end,
    onPointerCancel: end,
    onLostPointerCapture: end,
  };
}
