# Times lme4 (and lmerTest's df) on ratings.csv; said as "seconds cpu criterion slope se df BLAS". Started by mixed.py.
suppressMessages(library(lmerTest))
args <- commandArgs(trailingOnly = TRUE)
d <- read.csv(args[1])
slopes <- args[2] == "slopes"
began <- proc.time()
m <- if (slopes) {
  lmer(y ~ V + D + H + (1 + D || who) + (1 + V + D || what), d)
} else {
  lmer(y ~ V + D + H + (1 | who) + (1 | what), d)
}
row <- if (slopes) coef(summary(m))["D", ] else c(coef(summary(m, ddf = "lme4"))["D", ], df = NA)
spent <- proc.time() - began
cat(spent[["elapsed"]], spent[["user.self"]] + spent[["sys.self"]], format(-2 * as.numeric(logLik(m)), digits = 12),
    row[["Estimate"]], row[["Std. Error"]], row[["df"]], extSoftVersion()[["BLAS"]], "\n")
