// Command promlint prints what the linter of a current client_golang says of the metrics on stdin: a line for each problem.
package main

import (
	"fmt"
	"log"
	"os"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
)

func main() {
	problems, err := promlint.New(os.Stdin).Lint()
	if err != nil {
		log.Fatal(err)
	}
	for _, problem := range problems {
		fmt.Println(problem.Metric, problem.Text)
	}
}
