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
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "desk:", err)
		os.Exit(1)
	}
}

// shutdownTimeout is how long requests under way may take to end.
const shutdownTimeout = 10 * time.Second

// run serves until ctx is done, and has ended everything when it returns. What people are
// told goes to out: passwords do not belong into a log.
func run(ctx context.Context, args []string, out, log io.Writer) (err error) {
	flags := flag.NewFlagSet("desk", flag.ContinueOnError)
	flags.SetOutput(log)
	addr := flags.String("addr", "127.0.0.1:8080", "address to serve")
	public := flags.String("url", "", "address that browsers know, such as https://shop.example, where a proxy stands before the desk")
	path := flags.String("db", "desk.db", "SQLite file that keeps everything; it is created where it is missing")
	hoursFile := flags.String("hours", "", "JSON file that says when people work; else it is as in the sample shop")
	pricesFile := flags.String("prices", "", "JSON file that says what turns, minutes of agents and tickets cost; else it is as in the sample shop")
	entries := flags.String("import", "", "import the entries of this JSONL or CSV file (plain or .gz) before serving")
	change := changeFlags(flags)
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	logger := slog.New(slog.NewTextHandler(log, nil))
	known, err := publicURL(*public)
	if err != nil {
		return err
	}
	if change.what != nil {
		return change.do(ctx, *path, out)
	}

	hours, err := readHours(*hoursFile)
	if err != nil {
		return err
	}
	prices, err := readPrices(*pricesFile)
	if err != nil {
		return err
	}
	d, err := openDesk(ctx, *path, hours, prices, logger)
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
	site := newSite(d, listener.Addr(), known)
	if err := site.welcome(ctx, out); err != nil {
		return errors.Join(err, listener.Close())
	}
	return site.serve(ctx, listener)
}

// serve answers requests and runs the bot until ctx is done.
func (s *site) serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second, // streams lift this one and the next
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	server.RegisterOnShutdown(s.endStreams) // they would keep Shutdown waiting

	// The bot outlives the requests: what their last turns put into the outbox
	// still has a chance to leave.
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	var bot sync.WaitGroup
	bot.Go(func() {
		if err := s.run(running); err != nil {
			s.log.Error("bot ended", "error", err)
		}
	})
	defer bot.Wait()
	defer stop()

	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	s.log.Info("serving", "chat", s.base()+"/", "agents", s.base()+"/agent")
	if !isLoopback(s.addr.String()) && s.public == nil {
		s.log.Warn("passwords and conversations are not encrypted on their way: put a proxy with TLS before the desk, see -url")
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	s.log.Info("shutting down")
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
