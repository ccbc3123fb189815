//go:build js && wasm

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"syscall/js"
	"time"

	"github.com/hack-pad/go-indexeddb/idb"

	"pecverifier/verifier/truststore"
)

const (
	databaseName    = "pec-verifier"
	databaseVersion = 1
	storeName       = "lists"
	recordVersion   = 1
	maxRecords      = 2 * truststore.MaxLists // read of what is kept: anybody on this origin may have written it
	storageTime     = 10 * time.Second        // another tab may hold the database; nothing waits for it longer
)

// database is IndexedDB. Every call opens it anew, so that no tab holds it against another.
type database struct{}

func (database) All() (records []truststore.Record, lost []truststore.Dropped, err error) {
	err = storing(func(ctx context.Context) error {
		if there, err := present(ctx); err != nil || !there {
			return err
		}
		s, done, err := open(ctx, idb.TransactionReadOnly)
		if needsRebuild(err) {
			lost = append(lost, truststore.Dropped{Reason: truststore.DroppedVersion, Detail: err.Error()})
			return rebuild(ctx)
		}
		if err != nil {
			return err
		}
		defer done()
		var broken []js.Value
		request, err := s.OpenCursor(idb.CursorNext)
		if err != nil {
			return err
		}
		err = request.Iter(ctx, func(c *idb.CursorWithValue) error {
			if len(records)+len(broken) == maxRecords {
				return idb.ErrCursorStopIter
			}
			key, err := c.Key()
			if err != nil {
				return err
			}
			value, err := c.Value()
			if err != nil {
				return err
			}
			r, wrong := recordOf(key, value)
			if wrong != nil {
				lost, broken = append(lost, *wrong), append(broken, key)
			} else {
				records = append(records, r)
			}
			return nil
		})
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		return removeKeys(ctx, broken)
	})
	return records, lost, err
}

func (database) Put(r truststore.Record) error {
	return storing(func(ctx context.Context) error {
		s, done, err := open(ctx, idb.TransactionReadWrite)
		if needsRebuild(err) {
			if err = rebuild(ctx); err == nil {
				s, done, err = open(ctx, idb.TransactionReadWrite)
			}
		}
		if err != nil {
			return err
		}
		defer done()
		data := js.Global().Get("Uint8Array").New(len(r.Data))
		js.CopyBytesToJS(data, r.Data)
		if _, err := s.PutKey(js.ValueOf(r.SHA256), js.ValueOf(map[string]any{
			"version": recordVersion, "name": r.Name, "sha256": r.SHA256, "confirmed": r.Confirmed,
			"accepted": r.Accepted.Format(time.RFC3339Nano), "data": data,
		})); err != nil {
			return err
		}
		return finished(ctx, s)
	})
}

func (database) Remove(sha256 ...string) error {
	return storing(func(ctx context.Context) error {
		var keys []js.Value
		for _, k := range sha256 {
			keys = append(keys, js.ValueOf(k))
		}
		return removeKeys(ctx, keys)
	})
}

func removeKeys(ctx context.Context, keys []js.Value) error {
	if len(keys) == 0 {
		return nil
	}
	s, done, err := open(ctx, idb.TransactionReadWrite)
	if err != nil {
		return err
	}
	defer done()
	for _, k := range keys {
		if _, err := s.Delete(k); err != nil {
			return err
		}
	}
	return finished(ctx, s)
}

// finished waits until the browser has written it all: a refused quota shows only then.
func finished(ctx context.Context, s *idb.ObjectStore) error {
	t, err := s.Transaction()
	if err != nil {
		return err
	}
	return errors.Join(t.Await(ctx), ctx.Err())
}

// storing runs work with a limit of time. Where there is no IndexedDB at all the library panics, which is an error like
// any other here.
func storing(work func(context.Context) error) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), storageTime)
	defer cancel()
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("no storage: %v", cause)
		}
	}()
	return work(ctx)
}

// present tells whether anything was ever kept. Opening a database that is not there makes it, so that is taken back: the
// browser of who never imported a list keeps nothing. The library does not hand out the transaction that must be aborted.
func present(ctx context.Context) (bool, error) {
	request := js.Global().Get("indexedDB").Call("open", databaseName)
	var handlers []js.Func
	on := func(event string, do func(js.Value)) {
		f := js.FuncOf(func(_ js.Value, args []js.Value) any {
			do(args[0])
			return nil
		})
		handlers = append(handlers, f)
		request.Call("addEventListener", event, f)
	}
	absent := false
	opened := make(chan error, 1)
	on("upgradeneeded", func(js.Value) {
		absent = true
		request.Get("transaction").Call("abort")
	})
	on("success", func(js.Value) {
		request.Get("result").Call("close")
		opened <- nil
	})
	on("error", func(event js.Value) {
		event.Call("preventDefault")
		if absent {
			opened <- nil
		} else {
			opened <- errors.New(request.Get("error").Call("toString").String())
		}
	})
	select {
	case err := <-opened:
		for _, f := range handlers {
			f.Release()
		}
		return !absent, err
	case <-ctx.Done(): // the browser may still come to call the handlers
		return false, fmt.Errorf("the database does not open: %w", ctx.Err())
	}
}

var errOtherDatabase = errors.New("the database is of another version of the program")

func needsRebuild(err error) bool { return errors.Is(err, errOtherDatabase) }

func open(ctx context.Context, mode idb.TransactionMode) (store *idb.ObjectStore, done func(), err error) {
	request, err := idb.Global().Open(ctx, databaseName, databaseVersion, func(db *idb.Database, _, _ uint) error {
		_, err := db.CreateObjectStore(storeName, idb.ObjectStoreOptions{})
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	db, err := request.Await(ctx)
	if ctx.Err() != nil {
		return nil, nil, fmt.Errorf("the database does not open: %w", ctx.Err())
	}
	if err != nil {
		if errors.Is(err, idb.NewDOMException("VersionError")) {
			err = fmt.Errorf("%w: %w", errOtherDatabase, err)
		}
		return nil, nil, err
	}
	done = func() { db.Close() }
	t, err := db.Transaction(mode, storeName)
	if err != nil {
		done()
		return nil, nil, fmt.Errorf("%w: %w", errOtherDatabase, err)
	}
	store, err = t.ObjectStore(storeName)
	if err != nil {
		done()
		return nil, nil, err
	}
	return store, done, nil
}

// rebuild takes the database away; the next call makes a new one.
func rebuild(ctx context.Context) error {
	request, err := idb.Global().DeleteDatabase(databaseName)
	if err != nil {
		return err
	}
	return errors.Join(request.Await(ctx), ctx.Err())
}

// recordOf reads what the browser kept; anything may be there.
func recordOf(key, value js.Value) (r truststore.Record, wrong *truststore.Dropped) {
	bad := func(reason, detail string) (truststore.Record, *truststore.Dropped) {
		return truststore.Record{}, &truststore.Dropped{Name: r.Name, Reason: reason, Detail: detail}
	}
	if value.Type() != js.TypeObject {
		return bad(truststore.DroppedDamaged, "what was kept is no record")
	}
	text := func(name string) string {
		if v := value.Get(name); v.Type() == js.TypeString {
			return v.String()
		}
		return ""
	}
	r = truststore.Record{Name: text("name"), SHA256: text("sha256"), Confirmed: text("confirmed")}
	if v := value.Get("version"); v.Type() != js.TypeNumber || v.Float() != recordVersion {
		return bad(truststore.DroppedVersion, "the record is of another version of the program")
	}
	var err error
	if r.Accepted, err = time.Parse(time.RFC3339Nano, text("accepted")); err != nil {
		return bad(truststore.DroppedDamaged, "the record states no time")
	}
	data := value.Get("data")
	if !data.InstanceOf(js.Global().Get("Uint8Array")) || data.Length() > truststore.MaxBytes {
		return bad(truststore.DroppedDamaged, "the record holds no list")
	}
	r.Data = make([]byte, data.Length())
	js.CopyBytesToGo(r.Data, data)
	sum := sha256.Sum256(r.Data)
	if r.SHA256 != hex.EncodeToString(sum[:]) || key.Type() != js.TypeString || key.String() != r.SHA256 {
		return bad(truststore.DroppedDamaged, "its SHA-256 is not the one that was kept")
	}
	return r, nil
}
