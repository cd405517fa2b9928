package credential

import (
	"encoding/base64"
	"fmt"
	"os"
	"strings"
)

// readFiles puts the content of the files that hold a client ID, a secret or a
// certificate into the settings, and answers the secrets for masking.
func (c *Config) readFiles() ([]string, error) {
	if c.ClientID == "" && c.ClientIDFilePath != "" {
		raw, err := c.readFile("client_id_file_path", c.ClientIDFilePath)
		if err != nil {
			return nil, err
		}
		c.ClientID = strings.TrimSpace(string(raw))
	}
	switch c.Method() {
	case ClientSecret:
		if c.ClientSecret == "" {
			raw, err := c.readFile("client_secret_file_path", c.ClientSecretFilePath)
			if err != nil {
				return nil, err
			}
			c.ClientSecret = Secret(strings.TrimSpace(string(raw)))
		}
		return []string{string(c.ClientSecret)}, nil
	case ClientCertificate:
		if c.ClientCertificate == "" {
			raw, err := c.readFile("client_certificate_path", c.ClientCertificatePath)
			if err != nil {
				return nil, err
			}
			c.ClientCertificate = Secret(base64.StdEncoding.EncodeToString(raw))
		}
	}
	return nil, nil
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
