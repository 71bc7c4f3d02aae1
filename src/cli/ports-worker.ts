/** Run as a process of its own: prints the ports of one kind as a line of JSON. */
const [, , kind] = process.argv;

try {
  const ports = kind === 'midi' ? await midiPorts() : await serialPorts();
  process.stdout.write(`${JSON.stringify({ ports })}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ fault: error instanceof Error ? error.message : String(error) })}\n`);
}

async function midiPorts(): Promise<string[]> {
  const { default: easymidi } = await import('easymidi');
  try {
    const inputs = easymidi.getInputs().map((name) => `${name} (in)`);
    return [...inputs, ...easymidi.getOutputs().map((name) => `${name} (out)`)];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`this machine has no MIDI system (${reason}); on Linux it is the ALSA sequencer, module snd-seq`);
  }
}

async function serialPorts(): Promise<string[]> {
  const { SerialPort } = await import('serialport');
  const found = await SerialPort.list().catch((error: unknown) => {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw missing ? new Error('udevadm, which lists them, is not installed (Debian package udev)') : error;
  });
  // A line without a maker is a socket of the board that nothing is plugged into.
  return found
    .filter(({ vendorId, pnpId }) => vendorId !== undefined || pnpId !== undefined)
    .map(({ path, manufacturer, serialNumber }) => [path, manufacturer, serialNumber].filter(Boolean).join(' '));
}
