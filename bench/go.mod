module github.com/kefu-go/kefu/bench

go 1.26

require github.com/kefu-go/kefu v0.0.0

replace github.com/kefu-go/kefu => ..
