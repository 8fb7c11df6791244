// What customers miss, and what they complain about.

import { element } from './lines.js';
import { $, act, area, button, entryLink, field, input, linesOf, load, say, status, words } from './desk.js';

// quotes lists what customers wrote.
function quotes(list) {
	const box = element('details'), ul = element('ul', 'quotes');
	box.append(words('summary', '', 'evidence'), ul);
	ul.append(...list.map((q) => element('li', '', q)));
	return box;
}

// finish leaves the result in place of a card's controls.
function finish(card, said, done) {
	for (const e of card.querySelectorAll('label, details, .buttons, .facts')) e.remove();
	say(said, done);
	said.dataset.t = done;
	said.tabIndex = -1;
	said.focus();
}

// --- what customers miss ----------------------------------------------------------

export const missing = () => load($('missingList'), '/agent/api/kb/suggestions', ({ suggestions, questions }) =>
	suggestions.length ? suggestions.map((s) => suggestion(s, questions)) : [words('p', 'soft', 'missingNone')]);

function suggestion(s, questions) {
	const card = element('article', 'card'), said = status();
	const isNew = s.kind === 'new entry';
	const facts = element('p', 'facts');
	facts.append(words('span', 'fact kind', isNew ? 'newEntry' : 'newPhrasing'), words('span', 'fact', 'askedTimes', s.count),
		words('span', 'fact', 'inConversations', s.conversations), words('span', 'fact', 'confidence', s.confidence.toFixed(2)));
	const wordings = area([s.question, ...(s.phrasings ?? [])].join('\n'), 2), answer = area('', 3), category = input(s.category ?? '');
	card.append(element('h3', '', s.question), facts);
	if (!isNew) {
		const p = element('p', 'soft');
		p.append('→ ', entryLink(s.entry, questions[s.entry]));
		card.append(p);
	}
	card.append(quotes(s.examples.map((e) => e.text)), field('wordings', wordings));
	if (isNew) card.append(field('answer', answer), field('category', category));
	const buttons = element('p', 'buttons');
	buttons.append(
		button('accept', 'primary', async () => {
			if (isNew && !answer.value.trim()) { say(said, 'answerNeeded', '', true); answer.focus(); return; }
			const body = { id: s.id, wordings: linesOf(wordings.value), answer: answer.value, category: category.value.trim(), locale: isNew ? s.language ?? '' : '' };
			if (await act(card, said, '/agent/api/kb/suggestions/accept', body)) finish(card, said, 'accepted');
		}),
		button('reject', 'plain', async () => {
			if (await act(card, said, '/agent/api/kb/suggestions/reject', { id: s.id })) finish(card, said, 'rejected');
		}));
	card.append(buttons, said);
	return card;
}

// --- complaints ---------------------------------------------------------------------

export const complaints = () => load($('complaintsList'), '/agent/api/kb/tasks', (list) =>
	list.length ? list.map(task) : [words('p', 'soft', 'complaintsNone')]);

function task(one) {
	const card = element('article', 'card'), said = status();
	const title = element('h3');
	title.append(entryLink(one.entry, one.text?.question));
	card.append(title);
	const counts = element('p', 'facts');
	for (const [verdict, key] of [['wrong', 'wrong'], ['not useful', 'saidNot']]) {
		const n = one.evidence.filter((c) => c.verdict === verdict).length;
		if (!n) continue;
		const fact = element('span', 'fact blocking');
		fact.append(words('span', '', key), ` × ${n}`);
		counts.append(fact);
	}
	const said_ = quotes(one.evidence.map((c) => c.reason ? `${c.question} — ${c.reason}` : c.question));
	said_.open = true;
	card.append(counts, said_);
	const buttons = element('p', 'buttons'), answer = area(one.text?.answer ?? '', 3);
	if (one.text) {
		card.append(field('answer', answer));
		buttons.append(button('markFixed', 'primary', async () => {
			const body = { id: one.id, answer: answer.value, version: one.text.version };
			if (await act(card, said, '/agent/api/kb/tasks/fix', body)) finish(card, said, 'fixed');
		}));
	} else card.append(words('p', 'soft', 'entryGone'));
	buttons.append(button('dismiss', 'plain', async () => {
		if (await act(card, said, '/agent/api/kb/tasks/dismiss', { id: one.id })) finish(card, said, 'dismissed');
	}));
	card.append(buttons, said);
	return card;
}
