import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type Endpoint, isFault, type PortFault, portFault } from './fault.ts';

/** A name that is not found in this time is told as such; what was sent meanwhile is lost. */
const LOOKUP_MS = 2000;
/** A machine that nothing listens on says so within this time, where it says anything at all. */
const ANSWER_MS = 50;
/** A name may mean another machine tomorrow. */
const NAME_MS = 60_000;
/** Datagrams that wait for a name to be found. */
const MOST_WAITING = 256;

/** One machine and port that is sent to. Opened by the first datagram; nothing is sent by itself. */
export class UdpTarget {
  readonly #to: Endpoint;
  readonly #waiting = new Set<(fault: PortFault) => void>();
  #socket: Socket | undefined;
  #opening: Promise<Socket | PortFault> | undefined;
  #openedMs = 0;
  #queued = 0;
  #isClosed = false;

  /** @param to address may be a name */
  constructor(to: Endpoint) {
    this.#to = to;
  }

  /** In order. @returns what is known to have gone wrong soon after: UDP promises nothing else */
  async send(bytes: Uint8Array): Promise<PortFault | undefined> {
    if (this.#queued >= MOST_WAITING) return this.#fault('BUSY', `${MOST_WAITING} messages wait for ${this.#to.address} to be found`);
    this.#queued += 1;
    const socket = await this.#open();
    this.#queued -= 1;
    if (isFault(socket)) return socket;
    return this.#deliver(socket, bytes, true);
  }

  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  // ---- inside ----

  #deliver(socket: Socket, bytes: Uint8Array, again: boolean): Promise<PortFault | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => end(undefined), ANSWER_MS);
      const end = (fault: PortFault | undefined): void => {
        clearTimeout(timer);
        this.#waiting.delete(end);
        resolve(fault);
      };
      const sent = (error: Error | null): void => {
        if (!error) return;
        // The system tells at this datagram that the one before met nobody, and has not sent it.
        const isOld = 'code' in error && error.code === 'ECONNREFUSED';
        if (isOld && again) this.#deliver(socket, bytes, false).then(end);
        else end(portFault(error, this.#to));
      };
      this.#waiting.add(end);
      try {
        socket.send(bytes, sent);
      } catch (error) {
        end(portFault(error, this.#to));
      }
    });
  }

  #open(): Promise<Socket | PortFault> {
    const isOld = isIP(this.#to.address) === 0 && this.#socket !== undefined && performance.now() - this.#openedMs > NAME_MS;
    if (isOld) this.#drop();
    this.#opening ??= this.#connect().then((opened) => {
      // Closed meanwhile, or not found: the next one tries anew.
      if (isFault(opened)) this.#opening = undefined;
      return opened;
    });
    return this.#opening;
  }

  async #connect(): Promise<Socket | PortFault> {
    const { port } = this.#to;
    const address = await this.#addressOf();
    if (isFault(address)) return address;
    if (this.#isClosed) return this.#fault('CLOSED', 'it was taken out of desk.yaml');
    const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
    return new Promise((resolve) => {
      const refused = (error: Error): void => {
        socket.close();
        resolve(portFault(error, this.#to));
      };
      const connected = (error?: Error): void => {
        socket.off('error', refused);
        if (error) {
          refused(error);
          return;
        }
        socket.on('error', (late) => {
          for (const end of [...this.#waiting]) end(portFault(late, this.#to));
        });
        this.#socket = socket;
        this.#openedMs = performance.now();
        if (this.#isClosed) this.#drop();
        resolve(socket);
      };
      socket.once('error', refused);
      socket.bind(0, () => {
        // Before it connects: the system lets nobody connect to all machines of a network otherwise.
        socket.setBroadcast(true);
        // Node tells this callback of a failure too; its types do not say so.
        socket.connect(port, address, connected as () => void);
      });
    });
  }

  async #addressOf(): Promise<string | PortFault> {
    const { address } = this.#to;
    if (isIP(address) !== 0) return address;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<PortFault>((resolve) => {
      timer = setTimeout(() => resolve(this.#fault('ETIMEOUT', `${address} was not found in ${LOOKUP_MS / 1000} s`)), LOOKUP_MS);
    });
    const found = lookup(address).then(
      (one) => one.address,
      (error: unknown) => portFault(error, this.#to),
    );
    const first = await Promise.race([found, late]);
    clearTimeout(timer);
    return first;
  }

  #drop(): void {
    this.#socket?.close();
    this.#socket = undefined;
    this.#opening = undefined;
  }

  #fault(code: string, reason: string): PortFault {
    return { kind: 'fault', code, reason };
  }
}
