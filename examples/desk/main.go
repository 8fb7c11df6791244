// Desk is a customer service site in one program and one SQLite file: a chat
// page for customers on /, a page for the people who take over from the bot on
// /agent, and one for those who look after its knowledge on /agent/knowledge. It
// is meant to be copied as the start of a service of one's own.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "desk:", err)
		os.Exit(1)
	}
}

// shutdownTimeout is how long requests under way may take to end.
const shutdownTimeout = 10 * time.Second

// run serves until ctx is done, and has ended everything when it returns.
func run(ctx context.Context, args []string, log io.Writer) (err error) {
	flags := flag.NewFlagSet("desk", flag.ContinueOnError)
	flags.SetOutput(log)
	addr := flags.String("addr", "127.0.0.1:8080", "address to serve; one that other hosts reach gives the agent page a token")
	path := flags.String("db", "desk.db", "SQLite file that keeps everything; it is created where it is missing")
	entries := flags.String("import", "", "import the entries of this JSONL or CSV file (plain or .gz) before serving")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	logger := slog.New(slog.NewTextHandler(log, nil))

	d, err := openDesk(ctx, *path, logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if *entries != "" {
		err = d.importFile(ctx, *entries, log)
	} else {
		err = d.importShop(ctx)
	}
	if err == nil {
		err = d.trainIntents(ctx)
	}
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		return err
	}
	return d.serve(ctx, listener)
}

// serve answers requests and runs the bot until ctx is done.
func (d *desk) serve(ctx context.Context, listener net.Listener) error {
	site := newSite(d, listener.Addr())
	server := &http.Server{
		Handler:           site.handler(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second, // streams lift this one and the next
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(d.log.Handler(), slog.LevelWarn),
	}
	server.RegisterOnShutdown(site.endStreams) // they would keep Shutdown waiting

	// The bot outlives the requests: what their last turns put into the outbox
	// still has a chance to leave.
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	var bot sync.WaitGroup
	bot.Go(func() {
		if err := d.bot.Run(running); err != nil {
			d.log.Error("bot ended", "error", err)
		}
	})
	defer bot.Wait()
	defer stop()

	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	d.log.Info("serving", "chat", "http://"+listener.Addr().String()+"/", "agents", site.agentURL())
	if site.token == "" {
		d.log.Info("this sample has no login: the agent page is open to everybody on this machine, and to nobody else")
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	d.log.Info("shutting down")
	ending, done := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer done()
	if err := server.Shutdown(ending); err != nil {
		_ = server.Close()
		return errors.Join(fmt.Errorf("shutdown: %w", err), ended(<-failed))
	}
	return ended(<-failed)
}

// ended returns what a server ended with, unless it was told to.
func ended(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
