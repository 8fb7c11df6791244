// What can be done to a ticket besides writing: a list to pick from, and a panel that asks
// for the particulars.

import { element } from './lines.js';
import { priorityName, word } from './cases.js';
import { t } from './words.js';

const $ = (id) => document.getElementById(id);
const hour = 3600 * 1000, day = 24 * hour;

// Actions are the list and the panel for the ticket of a page.
export class Actions {
	#one;
	#open = '';
	#step = '';

	constructor(one) {
		this.#one = one;
		$('actions').addEventListener('change', () => {
			const kind = $('actions').value;
			$('actions').value = '';
			this.open(kind);
		});
		$('panelChoice').addEventListener('change', () => this.#choose());
		$('panelClose').addEventListener('click', () => { this.close(); $('actions').focus(); });
		$('panel').addEventListener('submit', (e) => { e.preventDefault(); this.#go(); });
		$('panel').addEventListener('keydown', (e) => { if (e.key === 'Escape') { this.close(); $('actions').focus(); } });
	}

	close() { $('panel').hidden = true; this.#open = ''; }

	// show lists what can be done to the ticket as it stands.
	show() {
		const c = this.#one.case, ended = !c.moves, watching = c.watchers?.includes(this.#one.me);
		const kinds = ended ? ['tag'] : ['move', 'assign', 'priority', 'group', 'tag', c.wake ? 'wake' : 'snooze', 'escalate', ...(c.macros?.length ? ['macro'] : []), 'merge'];
		if (c.tags?.length) kinds.splice(kinds.indexOf('tag') + 1, 0, 'untag');
		kinds.push(watching ? 'unwatch' : 'watch');
		const first = element('option', '', t('ticketActions'));
		first.value = '';
		$('actions').replaceChildren(first, ...kinds.map((kind) => { const o = element('option', '', t('do_' + kind)); o.value = kind; return o; }));
		if (this.#open === 'move' && !$('panel').hidden && ended) this.close();
	}

	// open asks for what an action needs, or does it at once where it needs nothing.
	open(kind, step = '') {
		const c = this.#one.case;
		if (!kind || !c) return;
		if (kind === 'wake') return void this.#one.do([{ do: 'wake' }]);
		if (kind === 'watch' || kind === 'unwatch') return void this.#one.do([{ do: kind, to: this.#one.me }]);
		this.#open = kind;
		this.#step = step;
		const option = (value, words) => { const o = element('option', '', words); o.value = value; return o; };
		const choices = {
			move: () => c.moves.map((m) => option(m.to, word(m.title, m.to))),
			assign: () => [...this.#one.people.filter((p) => p !== c.owner).map((p) => option(p, p)), ...(c.owner ? [option('', t('nobodyYet'))] : [])],
			priority: () => [-1, 0, 1, 2, 3].filter((p) => p !== (c.priority ?? 0)).map((p) => option(String(p), priorityName(p))),
			untag: () => c.tags.map((tag) => option(tag, tag)),
			snooze: () => [[hour, 'inHours', 1], [4 * hour, 'inHours', 4], [day, 'inDays', 1], [3 * day, 'inDays', 3], [7 * day, 'inDays', 7]].map(([ms, key, n]) => option(String(ms), t(key, n))).concat(option('time', t('atTime'))),
			macro: () => c.macros.map((m) => option(m.name, word(m.title, m.name))),
		}[kind];
		const texts = { group: 'field_group', tag: 'newTag', merge: 'intoNumber' };
		$('panelTitle').textContent = t('do_' + kind);
		$('panelGo').textContent = t('doIt');
		$('panelChoiceField').hidden = !choices;
		$('panelLabel').textContent = t('choice_' + (choices ? kind : 'none'));
		$('panelChoice').replaceChildren(...(choices?.() ?? []));
		$('panelTextField').hidden = !texts[kind];
		$('panelText').required = Boolean(texts[kind]) && kind !== 'group';
		$('panelTextLabel').textContent = texts[kind] ? t(texts[kind]) : '';
		$('panelText').value = kind === 'group' ? c.group ?? '' : '';
		$('panelReasonField').hidden = ['tag', 'untag', 'macro', 'group'].includes(kind);
		$('panelReason').value = '';
		this.#choose();
		$('panel').hidden = false;
		(choices ? $('panelChoice') : texts[kind] ? $('panelText') : $('panelReason')).focus();
	}

	// choose shows what a choice asks for besides.
	#choose() {
		const kind = this.#open, choice = $('panelChoice').value;
		const move = kind === 'move' && this.#one.case.moves.find((m) => m.to === choice);
		const needed = kind === 'escalate' || kind === 'skip' || Boolean(move && move.require?.includes('reason'));
		$('panelReason').required = needed;
		$('panelReasonLabel').textContent = t(needed ? 'reasonNeeded' : 'reasonOptional');
		const time = kind === 'snooze' && choice === 'time';
		$('panelTimeField').hidden = !time;
		$('panelTime').required = time;
	}

	async #go() {
		const kind = this.#open, choice = $('panelChoice').value, text = $('panelText').value.trim(), reason = $('panelReason').value.trim(), one = this.#one;
		const action = {
			move: () => ({ do: 'move', to: choice, reason }),
			assign: () => ({ do: 'assign', to: choice }),
			priority: () => ({ do: 'priority', priority: Number(choice) }),
			group: () => ({ do: 'group', to: text }),
			tag: () => ({ do: 'tag', to: text }),
			untag: () => ({ do: 'untag', to: choice }),
			snooze: () => ({ do: 'snooze', until: new Date(choice === 'time' ? $('panelTime').value : new Date(one.case.now).getTime() + Number(choice)).toISOString() }),
			escalate: () => ({ do: 'escalate', reason }),
			macro: () => ({ do: 'macro', to: choice }),
			skip: () => ({ do: 'skip', to: this.#step, reason }),
		}[kind];
		if (kind === 'merge' ? await one.merge(text, reason) : await one.do([action()], reason)) {
			this.close();
			$('subject').focus({ preventScroll: true });
		}
	}
}
