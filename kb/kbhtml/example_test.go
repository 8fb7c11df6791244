package kbhtml_test

import (
	"fmt"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbhtml"
)

func ExampleRender() {
	answer := kb.Answer{Parts: []kb.Part{
		{Kind: kb.MarkdownPart, Text: "Press **Reset** <script>alert(1)</script>for ten seconds."},
		{Kind: kb.ImagePart, Text: "The button", URL: "https://shop.example/button.png"},
	}}
	fmt.Println(kbhtml.Render(answer, nil))
	// Output:
	// <div><p>Press <strong>Reset</strong> for ten seconds.</p>
	// </div>
	// <figure class="kb-image"><img loading="lazy" src="https://shop.example/button.png" alt="The button"><figcaption>The button</figcaption></figure>
}

// Pages that load nothing from elsewhere, in a frame whose links stay in it.
func ExampleOptions() {
	answer := kb.Answer{Parts: []kb.Part{
		{Kind: kb.TextPart, Text: "看图 & 点 <重置>"},
		{Kind: kb.ImagePart, Text: "重置按钮", URL: "https://shop.example/button.png"},
		{Kind: kb.LinkPart, Text: "My orders", URL: "https://shop.example/orders"},
		{Kind: kb.LinkPart, Text: "not a link", URL: "javascript:alert(1)"},
	}}
	fmt.Println(kbhtml.Render(answer, &kbhtml.Options{SameTab: true, NoMedia: true}))
	// Output:
	// <p>看图 &amp; 点 &lt;重置&gt;</p>
	// <p class="kb-image"><a href="https://shop.example/button.png" rel="noreferrer">重置按钮</a></p>
	// <p class="kb-link"><a href="https://shop.example/orders" rel="noreferrer">My orders</a></p>
	// <p>not a link</p>
}

// HTML of any origin: what an editor pasted from a page.
func ExampleSanitize() {
	fmt.Println(kbhtml.Sanitize(`<p onclick="steal()">Open <b>Settings</b><style>b{}</style><iframe src="https://evil.example"></iframe></p>`))
	// Output: <p>Open <b>Settings</b></p>
}
