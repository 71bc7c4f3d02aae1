/** Lit and dark colour of each of the eight lights of a meter, from below: as on the hardware. */
const GREEN = ['#46e06a', '#12311a'] as const;
const ORANGE = ['#ffa032', '#3a2610'] as const;
const RED = ['#ff3b2e', '#3a110e'] as const;
const COLORS = [GREEN, GREEN, GREEN, GREEN, ORANGE, ORANGE, ORANGE, RED] as const;
const METER_LIGHTS = COLORS.length;

/** A lit one shines so far beyond its meter. */
const GLOW_PX = 14;

interface Slot {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  shown: number;
}

/** All meters of the unit on one canvas: places are measured when the layout changes, a meter is drawn only when its lights change. */
export class Leds {
  readonly #host: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #size: ResizeObserver;
  #slots: Slot[] = [];

  constructor(host: HTMLElement, canvas: HTMLCanvasElement) {
    this.#host = host;
    this.#canvas = canvas;
    this.#size = new ResizeObserver(() => this.#measure());
    this.#size.observe(host);
  }

  /** @param lights lit ones of each strip, 0..8; nine more where the clip mark, the top light, stays on */
  draw(lights: ArrayLike<number>): void {
    const context = this.#canvas.getContext('2d');
    if (!context) return;
    this.#slots.forEach((slot, strip) => {
      const lit = lights[strip] ?? 0;
      if (lit === slot.shown) return;
      slot.shown = lit;
      drawMeter(context, slot, lit);
    });
  }

  stop(): void {
    this.#size.disconnect();
  }

  #measure(): void {
    const outer = this.#host.getBoundingClientRect();
    this.#canvas.width = outer.width;
    this.#canvas.height = outer.height;
    this.#slots = [...this.#host.querySelectorAll('[data-meter]')].map((element) => {
      const box = element.getBoundingClientRect();
      return { x: box.left - outer.left, y: box.top - outer.top, w: box.width, h: box.height, shown: -1 };
    });
  }
}

function drawMeter(context: CanvasRenderingContext2D, { x, y, w, h }: Slot, shown: number): void {
  const pitch = h / METER_LIGHTS;
  const isClipped = shown > METER_LIGHTS;
  const lit = isClipped ? shown - METER_LIGHTS - 1 : shown;
  context.clearRect(x - GLOW_PX, y - GLOW_PX, w + 2 * GLOW_PX, h + 2 * GLOW_PX);
  COLORS.forEach(([bright, dark], light) => {
    const isLit = light < lit || (isClipped && light === METER_LIGHTS - 1);
    context.fillStyle = isLit ? bright : dark;
    context.shadowBlur = isLit ? 8 : 0;
    context.shadowColor = bright;
    context.beginPath();
    context.roundRect(x + 1, y + h - (light + 1) * pitch + 3, w - 2, pitch - 6, 3);
    context.fill();
  });
  context.shadowBlur = 0;
}
