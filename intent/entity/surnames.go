package entity

import "strings"

// surnamesZH returns the Chinese surnames of one character, most common first,
// that are not mainly another word, and those of two.
func surnamesZH() (single, double map[string]bool) {
	single, double = map[string]bool{}, map[string]bool{}
	for _, r := range `王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪季辛柴凌柯翁芦俞骆尚邢欧关牛庞樊殷颜倪温安伍米章葛聂齐鲁涂岳焦詹梅盛管纪翟童甘兰申耿路祝左谷裴舒霍阮习宁庄柳成靳游费房卓滕缪褚符包全党屈楚冉冷项席柏苗裘华鲍单麦穆连鲜桂车冀边阎窦蒙娄仇卞茅阳娜嵇应佟佘宗巩苟艾古池丛隋岑喻蓝辜祁仲晏景沙鞠丰荆邬闵解敖曲栾明尤井简商卫郎强母宫` {
		single[string(r)] = true
	}
	for _, s := range strings.Fields(`欧阳 上官 司马 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 长孙 宇文 端木 南宫 独孤 闻人 轩辕 澹台 公冶 钟离 申屠 呼延 百里 东郭 西门 第五 太史 淳于 单于 拓跋 万俟 闾丘 赫连`) {
		double[s] = true
	}
	return single, double
}

// firstNamesEN returns given names that are common in English-speaking
// countries and not also an everyday word.
func firstNamesEN() map[string]bool {
	m := map[string]bool{}
	for _, s := range strings.Fields(`aaron abby abigail adam adrian ahmed aidan aisha alan albert alejandro alex alexander alexandra alexis alfred ali alice alicia
 alison allison amanda amber amelia amir amy ana anders andre andrea andrew andy angela angelina anita ann anna anne annie anthony antonio ariana arjun arthur
 ashley audrey austin ava barbara beatrice becky ben benjamin bernard beth betty beverly bob bobby brad bradley brandon brenda brian brittany bruce bryan caleb
 cameron carl carla carlos carol caroline carolyn catherine cathy charles charlie charlotte chen cheryl chloe chris christian christina christine christopher cindy
 claire clara clark colin connor craig crystal curtis cynthia daisy dale dan daniel daniela danielle danny darren dave david dawn dean deborah debra deepak denise
 dennis derek diana diane diego dmitri donald donna doris dorothy doug douglas dylan ed eddie edgar edward eileen elaine eleanor elena eli elijah elizabeth ella
 ellen ellie emily emma eric erica erik erin ethan eugene eva evan evelyn fatima felix fernando fiona florence frances francis francisco frank fred frederick
 gabriel gareth gary geoff george gerald gina gloria gordon graham greg gregory hannah hans harold harry harvey hassan heather hector helen henry holly howard hugh
 hugo ian ibrahim ingrid irene isaac isabel isabella isla ivan jack jackie jackson jacob jacqueline jake jamal james jamie jan jane janet janice jason javier
 jay jean jeff jeffrey jen jenna jennifer jenny jeremy jerry jesse jessica jill jim jimmy joan joanna joanne joe joel joey johan john johnny jon jonathan jordan jorge
 jose joseph josh joshua juan judith judy julia julian juliana julie justin karen karl kate katherine kathleen kathryn kathy katie kayla keith kelly ken kenneth
 kenny kevin khalid kim kimberly kristen kristin kurt kyle lara larry laura lauren laurie leah leo leon leonard leslie lewis liam linda lindsay lindsey lisa liz
 logan lois lori louis louise lucas lucia lucy luis luke lydia madison maggie malcolm marcus margaret maria marie marilyn mario marion marjorie martha martin
 marvin mary mason mateo matt matthew maureen max megan mei melanie melissa mia michael michelle miguel mike mildred mohamed mohammed molly monica morgan muhammad
 nadia nancy naomi natalie natasha nathan neil nicholas nick nicole nigel nina noah noel nora norma norman oliver olivia omar oscar owen pablo pamela pat patricia
 patrick paul paula pedro peggy penny peter phil philip phillip phyllis pierre priya rachel rafael rahul raj ralph ramon randy raymond rebecca regina ricardo
 richard rick ricky rita rob robert roberto robin rodney roger roland ron ronald rosa rosie ross roy ruby russell ruth ryan sabrina sally sam samantha samuel sandra
 sandy sanjay sara sarah scott sean sebastian sergio shane shannon sharon shaun sheila shirley simon sofia sonia sophia sophie stacey stacy stan stanley stella
 stephanie stephen steve steven stuart sue susan suzanne sven sylvia tanya tara ted teresa terry theodore theresa thomas tiffany tim timothy tina todd tom tommy toni
 tony tracy travis trevor tyler valerie vanessa vera veronica vicky victor victoria vijay vincent virginia vivian walter wanda warren wayne wei wendy wesley will
 william yan yolanda yusuf yvonne zach zachary zoe zoey`) {
		m[s] = true
	}
	return m
}
