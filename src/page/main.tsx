import './base.css';
import { render } from 'preact';
import { link } from './link/link.ts';

link.socket.open();
const host = document.getElementById('page');
if (host) render(<p>{link.state}</p>, host);
