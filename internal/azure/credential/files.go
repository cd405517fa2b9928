package credential

import (
	"encoding/base64"
	"fmt"
	"maps"
	"os"
	"strings"
)

// readFiles puts the content of the files that hold a client ID, a secret or a
// certificate into the settings.
func (c *Config) readFiles() error {
	if c.ClientID == "" && c.ClientIDFilePath != "" {
		raw, err := c.readFile("client_id_file_path", c.ClientIDFilePath)
		if err != nil {
			return err
		}
		c.ClientID = strings.TrimSpace(string(raw))
	}
	switch c.Method() {
	case ClientSecret:
		if c.ClientSecret == "" {
			raw, err := c.readFile("client_secret_file_path", c.ClientSecretFilePath)
			if err != nil {
				return err
			}
			c.ClientSecret = Secret(strings.TrimSpace(string(raw)))
			c.came("client_secret", "client_secret_file_path")
		}
	case ClientCertificate:
		if c.ClientCertificate == "" {
			raw, err := c.readFile("client_certificate_path", c.ClientCertificatePath)
			if err != nil {
				return err
			}
			c.ClientCertificate = Secret(base64.StdEncoding.EncodeToString(raw))
			c.came("client_certificate", "client_certificate_path")
		}
	default: // the other methods hold nothing in files, or read them anew each time
	}
	return nil
}

// came notes that a file gave the attribute, so that it does not count as set in
// the provider block.
func (c *Config) came(attribute, from string) {
	sources := maps.Clone(c.sources)
	if sources == nil {
		sources = map[string]string{}
	}
	sources[attribute] = from
	c.sources = sources
}

func (c *Config) readFile(attribute, path string) ([]byte, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.origin(attribute), err)
	}
	if strings.TrimSpace(string(raw)) == "" {
		return nil, fmt.Errorf("%s: the file %s is empty", c.origin(attribute), path)
	}
	return raw, nil
}
