# Makes mixed.json: what lme4 and lmerTest say of data that mixedlm ships too. Rscript mixed.R > mixed.json
suppressMessages(library(lmerTest))
number <- function(x) format(x, digits = 15, scientific = TRUE, trim = TRUE)
list_of <- function(x) paste0("[", paste(number(x), collapse = ", "), "]")
told <- function(name, model) {
  v <- as.data.frame(VarCorr(model), order = "lower.tri")
  b <- coef(summary(model))
  cat(sprintf('  "%s": {\n    "formula": "%s",\n    "criterion": %s,\n    "estimate": %s,\n    "se": %s,\n    "df": %s,\n    "p": %s,\n    "variances": %s\n  }',
    name, paste(deparse(formula(model)), collapse = ""), number(-2 * as.numeric(logLik(model))),
    list_of(b[, "Estimate"]), list_of(b[, "Std. Error"]), list_of(b[, "df"]), list_of(b[, "Pr(>|t|)"]),
    list_of(v$vcov[is.na(v$var2)])))
}
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e6))
cat("{\n")
told("sleepstudy", lmer(Reaction ~ Days + (Days || Subject), sleepstudy, control = tight)); cat(",\n")
told("sleepstudy_correlated", lmer(Reaction ~ Days + (Days | Subject), sleepstudy, control = tight)); cat(",\n")
told("sleepstudy_ml", lmer(Reaction ~ Days + (Days | Subject), sleepstudy, REML = FALSE, control = tight)); cat(",\n")
told("penicillin", lmer(diameter ~ 1 + (1 | plate) + (1 | sample), Penicillin, control = tight)); cat(",\n")
cat(sprintf('  "versions": "R %s, lme4 %s, lmerTest %s"\n}\n', getRversion(), packageVersion("lme4"), packageVersion("lmerTest")))
