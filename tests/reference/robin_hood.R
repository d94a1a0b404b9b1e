# Makes robin_hood.csv and robin_hood.json: R 4.2.2 with mgcv 1.8-41 (Debian's r-recommended).
#     Rscript tests/reference/robin_hood.R
# The smooth is mgcv's own; the two lines are lm with HC1 errors by hand, which clustering every row by itself gives.
suppressMessages(library(mgcv))
set.seed(20260101)

half <- function(x, y, at, side) {
  below <- if (side == "low") x <= at else x < at
  low <- ifelse(below, x - at, 0); high <- ifelse(below, 0, x - at); step <- as.numeric(!below)
  m <- lm(y ~ low + high + step)
  X <- model.matrix(m); bread <- solve(crossprod(X)); n <- length(y)
  v <- bread %*% crossprod(X * residuals(m)) %*% bread * n / (n - ncol(X))
  b <- coef(m)[[side]]
  c(10 * b, 10 * sqrt(v[side, side]))
}

case <- function(name, x, y) {
  d <- data.frame(x = x, y = y)
  g <- gam(y ~ s(x, bs = "cr", k = min(10, length(unique(x)))), data = d)
  at <- sort(unique(x)); p <- predict(g, data.frame(x = at), se.fit = TRUE)
  numbers <- function(v) paste0("[", paste(sprintf("%.10g", v), collapse = ", "), "]")
  curve <- sprintf('"%s": {"fitted": %s, "se": %s, "edf": %.8g', name, numbers(p$fit), numbers(p$se.fit), sum(g$edf))
  if (name == "line") return(paste0(curve, "}"))  # its flat stretch lies at an end: no two lines
  fit <- predict(g, se.fit = TRUE)
  q <- coef(lm(y ~ x + I(x^2))); hill <- q[[2]] + 2 * q[[3]] * min(x) > 0
  inner <- x > quantile(x, .1) & x < quantile(x, .9)
  f <- fit$fit[inner]; e <- fit$se.fit[inner]
  flat <- x[inner][if (hill) f + e > max(f) else f - e < min(f)]
  z <- abs(c(do.call("/", as.list(half(x, y, median(flat), "low"))), do.call("/", as.list(half(x, y, median(flat), "high")))))
  brk <- quantile(flat, z[2] / (z[1] + z[2]), names = FALSE)
  sprintf('%s, "flat": %s, "break": %.8g, "low": %s, "high": %s}', curve, numbers(range(flat)), brk,
          numbers(half(x, y, brk, "low")), numbers(half(x, y, brk, "high")))
}

x <- rep(seq(5, 95, length.out = 10), 30); u <- 4 + ((x - 45) / 40)^2 + rnorm(300, 0, .6)
x19 <- rep(seq(5, 95, by = 5), 20); hill <- 4 - ((x19 - 60) / 50)^2 + rnorm(380, 0, .5)
line <- 4 + x / 60 + rnorm(300, 0, .6)
write.csv(data.frame(case = rep(c("u", "line", "hill"), c(300, 300, 380)), x = c(x, x, x19),
                     y = sprintf("%.6f", c(u, line, hill))), "tests/reference/robin_hood.csv", row.names = FALSE, quote = FALSE)
d <- read.csv("tests/reference/robin_hood.csv")
cat("{", paste(sapply(c("u", "line", "hill"), function(n) case(n, d$x[d$case == n], d$y[d$case == n])), collapse = ",\n "),
    "}\n", file = "tests/reference/robin_hood.json")
