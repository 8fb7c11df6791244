package text

import (
	"strings"
	"sync"
)

// langSet is a set of the languages of wordLangs, one bit each.
type langSet uint32

// wordLangs are the languages with a word list, in the order of their bits,
// which is also who wins a tie.
const wordLangs = "en fr es de pt it nl sv no da hu pl tr id vi"

// functionWords are the words that hold sentences together, and polite
// fillers, by language. They say little about what is asked.
var functionWords = [...]string{
	// en
	`a an the this that these those i me my mine myself you your yours yourself he him his she her hers it its we us our
	ours they them their theirs am is are was were be been being do does did done doing have has had having will would
	shall should can could may might must of to in on at by for from with about into onto as than then so if and or but
	because while during there here some any each other such just also too very really quite please pls plz kindly thanks
	thank thx hello hi hey dear sir madam ok okay well oh let lets get got i'm i've i'd i'll you're you've you'd you'll
	he's she's it's we're we've we'll they're they've they'll that's there's im ive id ill youre theyre thats theres
	let's would've could've should've wanna gonna`,
	// fr
	`le la les l un une des du de d au aux et ou mais donc car je j tu il elle on nous vous ils elles me te se mon ma mes
	ton ta tes son sa ses notre nos votre vos leur leurs ce cet cette ces est sont suis êtes sommes être était ai as avez
	avons ont avoir en y dans sur sous avec pour par chez vers que qui dont à bonjour bonsoir salut merci svp plaît très
	puis peux peut faut fait si`,
	// es
	`el la los las un una unos unas de del al y o pero yo tú él ella usted ustedes nosotros me te se le les lo mi mis tu
	tus su sus nuestro nuestra es son soy está están estoy ser estar era he ha han hay en con por para sin sobre entre
	que este esta estos estas ese esa eso esto hola gracias favor muy más ya puedo puede tengo tiene quiero si buenas
	buenos días`,
	// de
	`der die das den dem des ein eine einen einem einer eines und oder aber ich du er sie es wir ihr mich mir dich dir ihn
	ihm uns euch mein meine meinen meinem meiner dein deine sein seine unser unsere ist sind bin war waren sein haben habe
	hat hatte wird werden wurde kann können könnte muss im in an am auf aus bei mit nach von vom zu zum zur für über unter
	um dass wenn als auch noch schon sehr bitte danke hallo guten tag`,
	// pt
	`o a os as um uma uns umas de do da dos das no na nos nas ao à e ou mas eu tu ele ela você vocês nós me te se lhe meu
	minha meus minhas seu sua seus suas é são sou está estão estou ser estar foi tem tenho ter há em com por para pelo
	pela sem sobre que este esta isso isto esse essa olá obrigado obrigada favor muito mais já posso pode quero bom dia`,
	// it
	`il lo la i gli le l un uno una di del della dei delle dello a al alla ai alle da dal dalla in nel nella su sul sulla
	con per tra fra e o ma io tu lui lei noi voi loro mi ti si ci vi mio mia miei mie tuo tua suo sua è sono sei siamo
	essere era ho hai ha abbiamo hanno avere che questo questa questi quello quella ciao grazie salve buongiorno molto più
	già posso può vorrei`,
	// nl
	`de het een en of maar ik jij je u hij zij ze wij we mij me jou hem haar ons hun mijn jouw uw zijn is ben bent was
	waren heb hebt heeft hebben had wordt worden kan kunt kunnen moet wil in op aan bij met naar van voor uit over door te
	om dat die dit deze als ook nog al zeer heel er hallo dank bedankt alstublieft graag`,
	// sv
	`en ett den det de och eller men jag du han hon vi ni mig dig honom henne oss er min mitt mina din ditt dina sin sitt
	sina är var vara varit har hade ha ska skall skulle kan kunde måste vill i på av till från för med om hos vid som att
	så också mycket hej tack snälla`,
	// no
	`en et ei den det de og eller men jeg du han hun vi dere meg deg ham henne oss min mitt mine din ditt dine sin sitt
	sine er var være vært har hadde ha skal skulle kan kunne må vil i på av til fra for med om hos ved som at så også
	mye hei takk vennligst`,
	// da
	`en et den det de og eller men jeg du han hun vi mig dig ham hende os min mit mine din dit dine sin sit sine er var
	være været har havde have skal skulle kan kunne må vil i på af til fra for med om hos ved som at så også meget hej tak
	venligst`,
	// hu
	`a az egy és vagy de én te ő mi ti ők engem téged minket van vannak vagyok volt lesz lenni kell lehet ez azt ezt itt
	ott hogy ha is már még csak nagyon szeretnék szeretném tudok köszönöm kérem szia helló üdvözlöm meg`,
	// pl
	`i oraz lub ale ja ty on ona my wy oni mnie mi ciebie go ją nas mój moja moje moją twój jest są był była być mam ma
	masz mieć w we na z ze do od dla po przy o za przez że ten ta to te tego tej się już bardzo proszę dziękuję cześć
	dzień dobry mogę chcę`,
	// tr
	`bir ve veya ama ben sen o biz siz onlar beni benim senin bizim sizin bu şu için ile de da mi mı mu mü var daha çok
	gibi kadar sonra önce lütfen merhaba teşekkürler teşekkür selam istiyorum ediyorum`,
	// id
	`yang dan atau tetapi tapi saya aku kamu anda dia kami kita mereka ini itu adalah ada di ke dari untuk dengan pada
	oleh akan sudah telah bisa dapat harus juga sangat tolong terima kasih halo selamat mohon`,
	// vi
	`và hoặc nhưng tôi bạn anh chị em chúng họ này đó là có được bị của cho với trong trên từ đến để những các một cái
	đã đang sẽ rất cũng xin chào cảm ơn vui lòng ạ`,
}

// tellingWords are as common and as good at giving a language away, but they
// do change what is asked: question words and negations.
var tellingWords = [...]string{
	`what what's whats which who whom whose when where where's why how how's no not never none nothing nor don't dont
	doesn't doesnt didn't didnt isn't isnt aren't arent wasn't wasnt can't cant cannot couldn't couldnt won't wont
	wouldn't haven't havent hasn't hasnt without`,
	`quel quelle quels quelles quoi quand où comment pourquoi combien ne n pas non jamais rien sans`,
	`qué quién cuál cuándo cuánto cuánta dónde cómo no nunca nada ni`,
	`was wer wie wo wann warum welche welcher welches wieviel nicht kein keine keinen nie ohne`,
	`qual quais quando quanto quanta onde como porque não nunca nada sem`,
	`cosa quale quali quando quanto dove come perché non mai niente senza chi`,
	`wat wie waar wanneer waarom hoe welke hoeveel niet geen nooit zonder`,
	`vad vem var när varför hur vilken vilket inte ingen inget aldrig utan`,
	`hva hvem hvor når hvorfor hvordan hvilken hvilket ikke ingen ingenting aldri uten`,
	`hvad hvem hvor hvornår hvorfor hvordan hvilken hvilket ikke ingen intet aldrig uden`,
	`mi mit ki hol mikor miért hogyan mennyi melyik nem ne nincs soha nélkül`,
	`co kto gdzie kiedy dlaczego jak ile który która nie nigdy bez czy`,
	`ne kim nerede nasıl neden niçin kaç hangi değil yok hayır zaman`,
	`apa siapa dimana mana kapan mengapa kenapa bagaimana berapa tidak bukan belum jangan tanpa`,
	`gì ai đâu nào sao thế bao nhiêu không chưa chẳng`,
}

// hanFunction are the Chinese characters and words that hold sentences
// together, and polite fillers.
const hanFunction = `的 了 吗 呢 吧 啊 呀 哦 哈 嘛 啦 哟 嗯 呃 唉 哎 喔 噢 着 过 得 地 之 我 你 您 他 她 它 们 这 那 是 在 有 和 与 及 或 而 但 就 都
	也 还 很 又 再 才 被 把 给 让 向 从 对 于 为 以 会 能 可 要 想 请 吖 咯 呗 嘞 一 个 些 请问 你好 您好 谢谢 多谢 麻烦 我们 你们 他们 她们 我的
	你的 这个 那个 一下 亲 可以 是的 好的 那么 然后 所以 因为 如果 但是 还是 就是 不好意思`

// wordList is the lists of a language as sets.
type wordList struct {
	function map[string]langSet // by word
	known    map[string]langSet // the same, and telling words
	letters  map[rune]langSet   // by letter
	han      map[string]struct{}
	langs    []string // by bit
}

var words = sync.OnceValue(func() *wordList {
	w := &wordList{
		function: map[string]langSet{},
		known:    map[string]langSet{},
		letters:  map[rune]langSet{},
		han:      map[string]struct{}{},
		langs:    strings.Fields(wordLangs),
	}
	for i := range w.langs {
		for _, word := range strings.Fields(functionWords[i]) {
			w.function[word] |= 1 << i
			w.known[word] |= 1 << i
		}
		for _, word := range strings.Fields(tellingWords[i]) {
			w.known[word] |= 1 << i
		}
		for _, letter := range telltale[i] {
			w.letters[letter] |= 1 << i
		}
	}
	for _, word := range strings.Fields(hanFunction) {
		w.han[word] = struct{}{}
	}
	return w
})

// IsFunctionWord reports whether a folded word, Chinese character or pair of
// characters holds sentences together or is a polite filler ("the", "please",
// 的, 请问) in the language of the BCP 47 primary subtag. Question words and
// negations (how, not, 不) are none: they change what is asked. Use it to
// weigh words, not to drop them.
func IsFunctionWord(lang string, word []byte) bool {
	w := words()
	lang = primary(lang)
	if lang == "zh" {
		_, ok := w.han[string(word)]
		return ok
	}
	set := w.function[string(word)]
	if set == 0 {
		return false
	}
	for i, l := range w.langs {
		if l == lang {
			return set&(1<<i) != 0
		}
	}
	return false
}

// primary returns the primary subtag of a language tag.
func primary(lang string) string {
	for i := 1; i < len(lang); i++ {
		if lang[i] == '-' || lang[i] == '_' {
			return lang[:i]
		}
	}
	return lang
}
