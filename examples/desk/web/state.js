// What the turns of a conversation come to: the task that the bot does, with what it has
// collected, and the person who was asked for.

import { element } from './lines.js';
import { language, t } from './words.js';

// word picks a wording of a label in the language of the page.
export const word = (label) => (label?.[language()] ?? label?.en ?? [''])[0];

const ends = ['flow_completed', 'flow_cancelled', 'flow_expired', 'flow_failed', 'flow_handed_off'];

// taskOf returns the task that the bot is at, or nothing. Turns are in their order.
export function taskOf(turns) {
	let open = [], left = new Map(); // those that ran out of time can be taken up again
	for (const e of turns.flatMap((turn) => turn.events ?? [])) {
		const last = open.findLast((task) => task.flow === e.flow);
		if (e.type === 'flow_started') open.push({ flow: e.flow, label: e.label, slots: new Map() });
		else if (e.type === 'flow_resumed' && !last && left.has(e.flow)) open.push(left.get(e.flow));
		else if (!last) continue;
		else if (ends.includes(e.type)) {
			if (e.type === 'flow_expired') left.set(e.flow, last);
			open = open.filter((task) => task !== last);
		} else if (e.type === 'slot_cleared') last.slots.delete(e.slot);
		else if (e.label && e.shown) last.slots.set(e.slot, { label: e.label, shown: e.shown });
	}
	return open.at(-1);
}

// handoffOf returns the hand-off that is open, or nothing: "requested", or "accepted" by
// an agent.
export function handoffOf(turns) {
	let handoff = null;
	for (const e of turns.flatMap((turn) => turn.events ?? [])) {
		if (e.type === 'handoff_requested') handoff = { state: 'requested' };
		else if (e.type === 'handoff_accepted') handoff = { state: 'accepted', agent: e.agent };
		else if (e.type === 'handoff_failed' || e.type === 'handoff_completed') handoff = null;
	}
	return handoff;
}

// TaskStrip shows what a task has collected. A value that is wrong is changed by writing:
// picking it begins the sentence.
export class TaskStrip {
	constructor(place, write) { this.place = place; this.write = write; }

	show(task) {
		this.place.hidden = !task?.label || !task.slots.size;
		if (this.place.hidden) return;
		this.place.querySelector('strong').textContent = word(task.label);
		this.place.querySelector('ul').replaceChildren(...[...task.slots.values()].map(({ label, shown }) => {
			const button = element('button');
			button.type = 'button';
			button.title = t('change', word(label));
			button.append(element('span', '', word(label)), ' ', element('b', '', word(shown)));
			button.addEventListener('click', () => this.write(t('changeTo', word(label))));
			const item = element('li');
			item.append(button);
			return item;
		}));
	}
}
