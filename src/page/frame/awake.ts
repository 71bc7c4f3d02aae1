import { signal } from '@preact/signals';

/** What is done so that the screen stays on, in words. */
export const awake = signal('');

const LOCKED = 'This screen is kept on while the page is shown.';
const PLAIN =
  'This address is not HTTPS, so the browser does not let the page keep the screen on by right. A silent video is tried; ' +
  'if the screen still sleeps, set its time-out to "never" in the settings of this device.';

/** Keeps the screen on: by right where the page is secure, else as a playing video, and says which. */
export function stayAwake(): void {
  if ('wakeLock' in navigator) {
    awake.value = LOCKED;
    const hold = (): void => {
      if (document.visibilityState !== 'visible') return;
      navigator.wakeLock.request('screen').catch(() => {
        awake.value = 'The browser did not keep the screen on; its battery may be low.';
      });
    };
    hold();
    document.addEventListener('visibilitychange', hold);
    return;
  }
  awake.value = PLAIN;
  // Browsers play only after a touch.
  addEventListener('pointerdown', playSilence, { once: true });
}

/** A picture of one pixel that changes each second, as a video. */
function playSilence(): void {
  const canvas = document.createElement('canvas');
  canvas.width = 2;
  canvas.height = 2;
  const context = canvas.getContext('2d');
  const video = document.createElement('video');
  video.className = 'awake';
  video.muted = true;
  video.playsInline = true;
  video.setAttribute('aria-hidden', 'true');
  video.srcObject = canvas.captureStream(1);
  let isDark = false;
  setInterval(() => {
    isDark = !isDark;
    if (context) context.fillStyle = isDark ? '#000' : '#010101';
    context?.fillRect(0, 0, 2, 2);
  }, 1000);
  document.body.append(video);
  void video.play().catch(() => {
    video.remove();
  });
}
