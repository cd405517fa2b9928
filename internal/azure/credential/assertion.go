package credential

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

const (
	// exchangeAudience is what Microsoft Entra expects of a CI system's token.
	exchangeAudience = "api://AzureADTokenExchange"
	// pipelinesVersion is the version of Azure Pipelines' token request
	// (azidentity v1.15.0, azure_pipelines_credential.go).
	pipelinesVersion = "7.1"
	assertionTimeout = 30 * time.Second
)

// assertion answers the function that gets the CI system's token, anew each
// time, since such tokens live for minutes: the token itself, the file, or the
// CI system's own endpoint, in this order.
func (c *Config) assertion(transport policy.Transporter) func(context.Context) (string, error) {
	switch {
	case c.OIDCToken != "":
		return func(context.Context) (string, error) { return string(c.OIDCToken), nil }
	case c.OIDCTokenFilePath != "":
		return func(context.Context) (string, error) {
			raw, err := c.readFile("oidc_token_file_path", c.OIDCTokenFilePath)
			return strings.TrimSpace(string(raw)), err
		}
	}
	return func(ctx context.Context) (string, error) {
		token, err := c.askCI(ctx, transport)
		if err != nil {
			return "", fmt.Errorf("asking %s for a token: %w", c.origin("oidc_request_url"), err)
		}
		return token, nil
	}
}

// askCI asks GitHub, or Azure Pipelines where a service connection is named.
func (c *Config) askCI(ctx context.Context, transport policy.Transporter) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, assertionTimeout)
	defer cancel()
	target, err := url.Parse(c.OIDCRequestURL)
	if err != nil {
		return "", errors.New("not a URL")
	}
	method := http.MethodGet
	query := target.Query()
	if c.ADOPipelineServiceConnectionID != "" {
		method = http.MethodPost
		query.Set("api-version", pipelinesVersion)
		query.Set("serviceConnectionId", c.ADOPipelineServiceConnectionID)
	} else {
		query.Set("audience", exchangeAudience)
	}
	target.RawQuery = query.Encode()
	req, err := http.NewRequestWithContext(ctx, method, target.String(), nil)
	if err != nil {
		return "", errors.New("not a URL")
	}
	req.Header.Set("Authorization", "Bearer "+string(c.OIDCRequestToken))
	req.Header.Set("Accept", "application/json")
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("X-TFS-FedAuthRedirect", "Suppress") // a 401 instead of a redirect to a login page
	}
	res, err := transporter(transport).Do(req)
	if err != nil {
		return "", withoutURL(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxMetadata))
	if err != nil {
		return "", err
	}
	if res.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s answers %s", target.Host, res.Status)
	}
	var answer struct {
		Value     string `json:"value"`     // GitHub
		OIDCToken string `json:"oidcToken"` // Azure Pipelines
	}
	if err := json.Unmarshal(raw, &answer); err != nil || answer.Value+answer.OIDCToken == "" {
		return "", fmt.Errorf("%s answers no token", target.Host)
	}
	if answer.OIDCToken != "" {
		return answer.OIDCToken, nil
	}
	return answer.Value, nil
}

// withoutURL drops the URL that Go's HTTP errors repeat: its query belongs to
// the CI system.
func withoutURL(err error) error {
	var withURL *url.Error
	if errors.As(err, &withURL) {
		return withURL.Err
	}
	return err
}
