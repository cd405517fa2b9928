package akscredentials

import (
	"errors"
	"fmt"

	"go.yaml.in/yaml/v3"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
)

// kubeconfig is the current context of a file: its cluster and its user.
type kubeconfig struct {
	context, userName string
	cluster           clusterEntry
	user              userEntry
}

// file is the part of a kubeconfig that is read (kubernetes.io/docs/reference/config-api/kubeconfig.v1, 2026-11-22).
type file struct {
	Current  string `yaml:"current-context"`
	Contexts []struct {
		Name    string `yaml:"name"`
		Context struct {
			Cluster string `yaml:"cluster"`
			User    string `yaml:"user"`
		} `yaml:"context"`
	} `yaml:"contexts"`
	Clusters []struct {
		Name    string       `yaml:"name"`
		Cluster clusterEntry `yaml:"cluster"`
	} `yaml:"clusters"`
	Users []struct {
		Name string    `yaml:"name"`
		User userEntry `yaml:"user"`
	} `yaml:"users"`
}

type clusterEntry struct {
	Server    string `yaml:"server"`
	Authority string `yaml:"certificate-authority-data"`
}

type userEntry struct {
	Certificate string     `yaml:"client-certificate-data"`
	Key         string     `yaml:"client-key-data"`
	Token       string     `yaml:"token"`
	Exec        *execEntry `yaml:"exec"`
}

type execEntry struct {
	APIVersion string   `yaml:"apiVersion"`
	Command    string   `yaml:"command"`
	Args       []string `yaml:"args"`
	Env        []struct {
		Name  string `yaml:"name"`
		Value string `yaml:"value"`
	} `yaml:"env"`
}

var errNoYAML = errors.New("the answer is no kubeconfig: it is no YAML of the expected form")

// parse reads the file's current context. Its errors say nothing of the content: a YAML error quotes it.
func parse(secret containers.Secret) (kubeconfig, error) {
	var f file
	if err := yaml.Unmarshal([]byte(secret.Reveal()), &f); err != nil {
		return kubeconfig{}, errNoYAML
	}
	for _, context := range f.Contexts {
		if context.Name != f.Current {
			continue
		}
		found := kubeconfig{context: context.Name, userName: context.Context.User}
		for _, cluster := range f.Clusters {
			if cluster.Name == context.Context.Cluster {
				found.cluster = cluster.Cluster
			}
		}
		for _, user := range f.Users {
			if user.Name == context.Context.User {
				found.user = user.User
			}
		}
		if found.cluster.Server == "" {
			return kubeconfig{}, fmt.Errorf("the kubeconfig's current context names a cluster that has no server")
		}
		return found, nil
	}
	return kubeconfig{}, fmt.Errorf("the kubeconfig has no current context")
}
