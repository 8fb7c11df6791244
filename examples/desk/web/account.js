// The page where somebody changes his password.

import { Me, post } from './session.js';
import { languageSwitch, t } from './words.js';

const $ = (id) => document.getElementById(id);
const me = new Me($('me'));

let shown = null; // what is said, in either language
function say(place, key, value) {
	$('problem').textContent = $('said').textContent = '';
	shown = key && [place, key, value];
	if (key) $(place).textContent = t(key, value);
}

$('form').addEventListener('submit', async (e) => {
	e.preventDefault();
	const button = $('form').querySelector('.primary');
	if (button.disabled) return;
	if ($('new').value !== $('again').value) { say('problem', 'notRepeated'); $('again').select(); return; }
	button.disabled = true;
	$('form').elements.username.value = me.name;
	say('problem', '');
	try {
		const response = await post('/agent/api/password', { old: $('old').value, new: $('new').value });
		if (response.ok) {
			$('old').value = $('new').value = $('again').value = '';
			say('said', 'passwordChanged');
		} else if (response.status === 429) say('problem', 'tooMany', response.headers.get('Retry-After') ?? '60');
		else if (response.status === 403) { say('problem', 'oldWrong'); $('old').select(); }
		else if (response.status === 400) say('problem', 'passwordBad');
		else say('problem', 'failed');
	} catch { say('problem', 'noConnectionYet'); }
	button.disabled = false;
});

languageSwitch($('language'), () => { document.title = t('changePassword'); me.show(); if (shown) say(...shown); });
