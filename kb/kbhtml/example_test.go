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
