import { useEffect, useRef } from 'preact/hooks';
import { text, theme } from './view.ts';

/** Time of day. On a canvas: a figure that changes each second must not have the page laid out again. */
export function Clock() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const look = `${theme.value} ${text.value}`;
  useEffect(() => {
    const face = canvas.current;
    const context = face?.getContext('2d');
    if (!face || !context || look === '') return undefined;
    const { fontFamily, fontSize, color } = getComputedStyle(face);
    face.width = face.clientWidth;
    face.height = face.clientHeight;
    const draw = (): void => {
      context.clearRect(0, 0, face.width, face.height);
      context.font = `650 ${fontSize} ${fontFamily}`;
      context.fillStyle = color;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.fillText(new Date().toTimeString().slice(0, 8), face.width / 2, face.height / 2 + 1);
    };
    draw();
    const timer = setInterval(draw, 1000);
    return () => clearInterval(timer);
  }, [look]);
  return <canvas class="chip clock" ref={canvas} />;
}
