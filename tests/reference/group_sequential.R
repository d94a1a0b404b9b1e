# Makes group_sequential.json: R 4.2.2 with rpact 3.3.4 (Debian's r-cran-rpact).
#     Rscript tests/reference/group_sequential.R > tests/reference/group_sequential.json
# Two-sided bounds of O'Brien-Fleming-type alpha spending. "each" is rpact's own asOF, half of alpha on each side;
# "together" puts the two-sided alpha into Lan and DeMets's formula. Inflation counts both sides' power.
suppressMessages(library(rpact))

numbers <- function(x) paste0("[", paste(sprintf("%.12g", x), collapse = ", "), "]")

case <- function(fractions, alpha, sides, power) {
  plan <- list(sided = 2, alpha = alpha, beta = 1 - power, informationRates = fractions, tolerance = 1e-10,
               twoSidedPower = TRUE, typeOfDesign = "asOF")
  if (sides == "together") {
    spending <- pmin(2 * pnorm(qnorm(alpha / 2) / sqrt(fractions)), alpha)
    plan <- c(plan[names(plan) != "typeOfDesign"], list(typeOfDesign = "asUser", userAlphaSpending = spending))
  }
  design <- do.call(getDesignGroupSequential, plan)
  found <- getDesignCharacteristics(design)
  sprintf(paste0('{"fractions": %s, "alpha": %s, "sides": "%s", "power": %s, "bounds": %s, ',
                 '"inflation": %.9g, "size_with_effect": %.9g, "size_without": %.9g}'),
          numbers(fractions), alpha, sides, power, numbers(design$criticalValues),
          found$inflationFactor, found$averageSampleNumber1, found$averageSampleNumber0)
}

plans <- list(c(.25, .5, .75, 1), c(.5, 1), c(.2, .4, .6, .8, 1), c(.3, .45, .9, 1))
cases <- c()
for (fractions in plans) for (alpha in c(.05, .0125)) for (sides in c("together", "each")) for (power in c(.8, .9))
  cases <- c(cases, case(fractions, alpha, sides, power))
cat("[\n ", paste(cases, collapse = ",\n  "), "\n]\n", sep = "")
