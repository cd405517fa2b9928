// Package corpus holds configurations that others run, written down from public references, against what the evaluator says of them.
//
// testdata/working has configurations that are known to work: none may be called denied, and which flows may stay open is listed with the
// reason (internal/egress/corpus is where a false alarm is caught). testdata/failing has configurations that are known to fail, each with
// the thread that tells so, and what the explanation has to say. The documents are of the form that users write (package document); beside
// each lies its expectation, with source and date.
package corpus
