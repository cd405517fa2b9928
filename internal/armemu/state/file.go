package state

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// File is a Backend in a file that parallel processes share.
//
// A lock file beside it (path + ".lock") makes Begin exclusive; the lock dies with its process. A commit writes a temporary file,
// syncs it and renames it over the state, so that a reader or a crash meets the old document or the new one, nothing between.
type File struct {
	path string

	mu   sync.Mutex
	lock *os.File

	// cached is what the file held when info was taken.
	cached *State
	info   os.FileInfo
}

// OpenFile opens a state file, or begins one when there is none. It reads the file once, so that a foreign or damaged one is
// reported at start.
func OpenFile(path string) (*File, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("resolving the state file %s: %w", path, err)
	}
	f := &File{path: abs}
	if _, err := f.Begin(); err != nil {
		return nil, err
	}
	f.End()
	return f, nil
}

// Path is where the file lies.
func (f *File) Path() string { return f.path }

// Begin implements Backend.
func (f *File) Begin() (*State, error) {
	f.mu.Lock()
	s, err := f.begin()
	if err != nil {
		f.mu.Unlock()
		return nil, fmt.Errorf("emulator state file %s: %w", f.path, err)
	}
	return s, nil
}

func (f *File) begin() (*State, error) {
	lock, err := os.OpenFile(f.path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the lock file: %w", err)
	}
	if err := lockFile(lock); err != nil {
		return nil, errors.Join(fmt.Errorf("locking: %w", err), lock.Close())
	}
	s, err := f.load()
	if err != nil {
		return nil, errors.Join(err, unlockFile(lock), lock.Close())
	}
	f.lock = lock
	return s, nil
}

// load gives the cached state when the file is still the one that was read: same inode, size, time and generation. The generation
// matters since a rename within one tick of the clock may reuse inode, size and time.
func (f *File) load() (*State, error) {
	file, err := os.Open(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return f.fresh()
	}
	if err != nil {
		return nil, fmt.Errorf("opening: %w", err)
	}
	defer file.Close() //nolint:errcheck // nothing was written
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("reading its size: %w", err)
	}
	if f.cached != nil && f.info != nil && sameFile(f.info, info) && startsWith(file, f.cached.head()) {
		return f.cached, nil
	}
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("reading: %w", err)
	}
	s, err := Decode(data)
	if err != nil {
		return nil, err
	}
	f.cached, f.info = s, info
	return s, nil
}

// fresh begins a store that no file holds yet. The file appears with the first commit.
func (f *File) fresh() (*State, error) {
	if f.cached != nil && f.info == nil {
		return f.cached, nil // begun by this process and not committed yet
	}
	var lineage [8]byte
	if _, err := rand.Read(lineage[:]); err != nil {
		return nil, fmt.Errorf("naming a new state: %w", err)
	}
	f.cached, f.info = New(hex.EncodeToString(lineage[:])), nil
	return f.cached, nil
}

func sameFile(a, b os.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

func startsWith(file *os.File, head string) bool {
	buf := make([]byte, len(head))
	n, err := file.ReadAt(buf, 0)
	return err == nil && n == len(head) && string(buf) == head
}

// Commit implements Backend.
func (f *File) Commit(next *State) error {
	next.Generation++
	data, err := next.Encode()
	if err != nil {
		return err
	}
	info, err := replaceFile(f.path, data)
	if err != nil {
		return fmt.Errorf("writing the emulator state file %s: %w", f.path, err)
	}
	f.cached, f.info = next, info
	return nil
}

// replaceFile writes a temporary file and renames it. The temporary name is fixed, as the lock allows one writer: what a killed
// writer left is overwritten by the next.
func replaceFile(path string, data []byte) (os.FileInfo, error) {
	tmp, err := os.OpenFile(path+".tmp", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = tmp.Write(data)
	if err == nil {
		err = tmp.Sync()
	}
	info, statErr := tmp.Stat()
	if err = errors.Join(err, statErr, tmp.Close()); err != nil {
		return nil, err
	}
	return info, os.Rename(path+".tmp", path)
}

// End implements Backend.
func (f *File) End() {
	lock := f.lock
	f.lock = nil
	// Closing releases the lock even when unlocking fails.
	_ = unlockFile(lock)
	_ = lock.Close()
	f.mu.Unlock()
}
