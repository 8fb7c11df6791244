// The thumbs under an answer: useful, or not and why.

import { element, post } from './lines.js';
import { t } from './words.js';

const shapes = {
	useful: 'M7 11v9H4v-9zM7 11l4-8c1.700 0 2.600 1.200 2.300 2.800L12.700 9H19a2 2 0 0 1 2 2.400l-1.400 7A2 2 0 0 1 17.600 20H7',
	notUseful: 'M7 13V4H4v9zM7 13l4 8c1.700 0 2.600-1.200 2.300-2.800L12.700 15H19a2 2 0 0 0 2-2.400l-1.400-7A2 2 0 0 0 17.600 4H7',
};

function icon(shape) {
	const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
	svg.setAttribute('viewBox', '0 0 24 24');
	svg.setAttribute('aria-hidden', 'true');
	const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
	path.setAttribute('d', shape);
	svg.append(path);
	return svg;
}

function button(words, className = '') {
	const b = element('button', className, words);
	b.type = 'button';
	return b;
}

// thumbs returns the thumbs for a reply, or what the customer has said of it. The
// server takes one rating of each answer, so sending it again is safe.
export function thumbs(reply) {
	const box = element('div', 'rate');
	box.setAttribute('role', 'group');
	box.setAttribute('aria-label', t('helpful'));
	let reason = null; // the form for the reason, while it is open

	const problem = element('p', 'problem');
	problem.setAttribute('role', 'alert');

	const rated = (focus) => {
		const words = element('p', 'rated', `${t(reply.rated === 'useful' ? 'ratedUseful' : 'ratedNot')}${focus ? ' ' + t('thanks') : ''}`);
		words.tabIndex = -1;
		box.replaceChildren(words);
		if (focus) words.focus(); // the pressed button is gone
	};
	const send = async (useful, why = '') => {
		problem.textContent = '';
		for (const b of box.querySelectorAll('button')) b.disabled = true;
		try {
			const response = await post('/api/ratings', { message: reply.rate, useful, reason: why });
			if (response.ok) {
				reply.rated = (await response.json()).rated;
				return rated(true);
			}
		} catch { /* no connection: the same to the customer */ }
		for (const b of box.querySelectorAll('button')) b.disabled = false;
		problem.textContent = t('ratingFailed');
	};
	const ask = () => {
		if (reason) { reason.remove(); reason = null; down.setAttribute('aria-expanded', 'false'); return; }
		reason = element('form', 'reason');
		const input = element('input');
		input.maxLength = 200;
		input.placeholder = t('whyNot');
		input.setAttribute('aria-label', t('whyNot'));
		const submit = element('button', 'plain', t('send'));
		reason.append(input, submit);
		reason.addEventListener('submit', (e) => { e.preventDefault(); send(false, input.value); });
		down.setAttribute('aria-expanded', 'true');
		problem.before(reason);
		input.focus();
		reason.scrollIntoView({ block: 'nearest' });
	};

	const up = button('', 'thumb'), down = button('', 'thumb');
	for (const [b, name] of [[up, 'useful'], [down, 'notUseful']]) {
		b.append(icon(shapes[name]));
		b.setAttribute('aria-label', t(name));
		b.title = t(name);
	}
	up.addEventListener('click', () => send(true));
	down.addEventListener('click', ask);
	down.setAttribute('aria-expanded', 'false');
	if (reply.rated) rated(false);
	else box.append(up, down, problem);
	return box;
}
