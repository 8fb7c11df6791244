package dialog

// keepsOld reports whether the customer, who is asked for a value once more because he wanted
// to change it, leaves it as it is: "keep it", 不改了. Then the old value stays; a bare "no" is
// an answer where yes or no was asked for, or where any words are.
func (t *Talk) keepsOld(f *frame) bool {
	s := t.asked(f)
	if s == nil || f.Again != s.Name || !t.worded() || t.namesOption(f) {
		return false
	}
	if _, filled := f.Slots[s.Name]; !filled {
		return false
	}
	p, ok := t.utterance().phrases()
	if !ok {
		return false
	}
	c := commandParse{p: p, root: p.book.keeps}
	stays, no := false, false
	end := c.each(0, func(label uint8) {
		stays = stays || label == keepStays
		no = no || label == uint8(commandNo)
	})
	return end == len(p.tokens) && (stays || no && s.Kind != YesNoKind && !s.Raw)
}

// keepStays labels the phrases that leave a value as it is.
const keepStays = 1

// keepPhrases are what people say who were asked for a new value, and have none; in the form of
// commandPhrases.
const keepPhrases = `
	(keep|leave) (it|that|this|them|everything) [alone|unchanged|the same|as it is|as it was|as is|as they are|like that|like this|like it is|the way it is|the way it was|how it is]
	(keep|leave) (the|my|that) [old|current|previous|existing|original|former|first] (one|value|note|address|number|date|day|time|name|order|reason) [alone|unchanged|the same|as it is|as it was|as is|like that|the way it is]
	(keep|leave|use|take) (the|my) (old|current|previous|existing|original|former|first|same) [one]
	=(keep|leave|as is|as it is|as it was|as before|same|the same|the old one|the same one|unchanged)
	[the] same as (before|it was|it is)
	no (change|changes) [needed|necessary|after all]
	[there is|there's] nothing to change
	(don't|do not) (change|touch) (it|that|this|anything|the old one)
	(i|we) (don't|do not|won't) (want|need) to change (it|that|this|anything) [after all|any more|anymore]
	(it's|that's|it is|that is|it was) (fine|ok|okay|good|right|correct) (as it is|as it was|as is|like that|the way it is|before|already)
	(never mind|nevermind|nvm|forget it|forget about it|don't bother|changed my mind|i changed my mind|i've changed my mind)
	.(不改了|不改|不用改|不用改了|不要改|不要改了|别改|别改了|不需要改|不需要改了|先不改|先不改了|不更改了|不修改了|不用修改|不用修改了|不换了|不换|不用换|不用换了|不动了|不变|不变了|不用变)
	.(保持不变|保持原样|维持原样|维持不变|照旧|照原来的|按原来的|按之前的|还按原来的|用原来的|用之前的|还用原来的|还是用原来的|还是原来的|还是原来那个|还是之前的|还是以前的|还是老样子|原来的|原来的就行|原来的就好|原来那个|原来那个就行|之前的|之前的就行|和原来一样|跟原来一样|跟之前一样|和之前一样)
	.(没什么要改的|没什么好改的|没有要改的|没有什么要改的|没啥要改的|就这样|就这样吧|就那样吧|这样就行|这样就好|算了|算了吧|不用了|不必了)
`
