// The promises of tickets, as they run.

import { element } from './lines.js';
import { has, language, t } from './words.js';

let ahead = 0; // of the server's clock

// set tells what the server's clock shows.
export function set(now) { ahead = Date.now() - new Date(now); }
export const now = () => Date.now() - ahead;

// name is a clock in words; those of steps have the step's title.
export function name(clock, title) {
	if (title) return title[language()] || title.en;
	return has('clock_' + clock) ? t('clock_' + clock) : clock.replace(/^step:/, '').replaceAll('_', ' ');
}

// span is a time in words, with as much of it as is worth knowing.
export function span(seconds) {
	const minutes = Math.floor(seconds / 60);
	if (minutes < 1) return t('seconds', Math.max(0, Math.floor(seconds)));
	if (minutes < 60) return t('minutes', minutes);
	if (minutes < 48 * 60) return `${t('hours', Math.floor(minutes / 60))}${minutes % 60 ? ' ' + t('minutes', minutes % 60) : ''}`;
	return t('days', Math.floor(minutes / 1440));
}

// face is what a clock shows.
function face(c) {
	if (c.state === 'paused' && !c.late) return t('clockPaused', span(c.left));
	const left = (new Date(c.due) - now()) / 1000;
	return left < 0 || c.late ? t('clockLate', span(Math.abs(left))) : t('clockLeft', span(left));
}

// clockElement shows a clock; tick keeps it going.
export function clockElement(c, warned) {
	const e = element('span', 'clock');
	e.append(element('span', 'clock-name', name(c.name, c.title)), ' ', element('b', '', face(c)));
	e.clock = c;
	e.dataset.warned = warned ? 'yes' : '';
	show(e);
	return e;
}

function show(e) {
	const c = e.clock, late = c.late || c.state === 'running' && new Date(c.due) < now();
	e.dataset.state = late ? 'late' : c.state === 'paused' ? 'paused' : e.dataset.warned ? 'warned' : 'running';
	const b = e.querySelector('b'), words = face(c);
	if (b.textContent !== words) b.textContent = words;
}

export function tick() { for (const e of document.querySelectorAll('.clock')) show(e); }
