"""Works by key, as the APA lists them, and by which words a row says that it rests on them."""

from collections.abc import Mapping

METHODS: Mapping[str, tuple[str, ...]] = {
    "Linear mixed model": ("bates", "kuznetsova", "barr", "judd"),
    "Cameron": ("cameron",),
    "Liang": ("liang",),
    "Lin 2013": ("lin",),
    "Welch": ("welch",),
    "Hedges 1981": ("hedges",),
    "exact J": ("hedges",),
    "Bonett": ("bonett",),
    "Newcombe": ("newcombe",),
    "Cohen 1988": ("cohen", "ruecker"),
    "Uno et al. 2014": ("uno",),
    "quasi-Poisson": ("mackinnon",),
    "Kaplan-Meier": ("kaplan", "royston"),
    "Mantel 1966": ("mantel",),
    "McCullagh 1980": ("mccullagh",),
    "Brunner & Munzel 2000": ("brunner",),
    "Tukey-Kramer": ("tukey", "kramer"),
    "Waudby-Smith": ("waudby",),
    "Lan & DeMets": ("lan",),
    "Jennison & Turnbull": ("jennison",),
}
"""What stands in a row's method or standardiser, and the works behind it."""

WORKS: Mapping[str, str] = {
    "angrist": (
        "Angrist, J. D., Imbens, G. W., & Rubin, D. B. (1996). Identification of causal effects using "
        "instrumental variables. Journal of the American Statistical Association, 91(434), 444–455."
    ),
    "austin": (
        "Austin, P. C. (2009). Balance diagnostics for comparing the distribution of baseline covariates "
        "between treatment groups in propensity-score matched samples. Statistics in Medicine, 28(25), "
        "3083–3107."
    ),
    "barr": (
        "Barr, D. J. (2013). Random effects structure for testing interactions in linear mixed-effects "
        "models. Frontiers in Psychology, 4, 328."
    ),
    "bates": (
        "Bates, D., Mächler, M., Bolker, B., & Walker, S. (2015). Fitting linear mixed-effects models using "
        "lme4. Journal of Statistical Software, 67(1), 1–48."
    ),
    "bloom": (
        "Bloom, H. S. (1984). Accounting for no-shows in experimental evaluation designs. Evaluation Review, "
        "8(2), 225–246."
    ),
    "bonett": (
        "Bonett, D. G. (2008). Confidence intervals for standardized linear contrasts of means. "
        "Psychological Methods, 13(2), 99–109."
    ),
    "brunner": (
        "Brunner, E., & Munzel, U. (2000). The nonparametric Behrens-Fisher problem: Asymptotic theory and a "
        "small-sample approximation. Biometrical Journal, 42(1), 17–25."
    ),
    "cameron": (
        "Cameron, A. C., Gelbach, J. B., & Miller, D. L. (2011). Robust inference with multiway clustering. "
        "Journal of Business & Economic Statistics, 29(2), 238–249."
    ),
    "charness": (
        "Charness, G., Gneezy, U., & Kuhn, M. A. (2012). Experimental methods: Between-subject and "
        "within-subject design. Journal of Economic Behavior & Organization, 81(1), 1–8."
    ),
    "cherries": (
        "Eysenbach, G. (2004). Improving the quality of web surveys: The Checklist for Reporting Results of "
        "Internet E-Surveys (CHERRIES). Journal of Medical Internet Research, 6(3), e34."
    ),
    "cohen": (
        "Cohen, J. (1988). Statistical power analysis for the behavioral sciences (2nd ed.). Lawrence "
        "Erlbaum."
    ),
    "consort": (
        "Schulz, K. F., Altman, D. G., & Moher, D. (2010). CONSORT 2010 statement: Updated guidelines for "
        "reporting parallel group randomised trials. BMJ, 340, c332."
    ),
    "cronbach": (
        "Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. "
        "Psychometrika, 16(3), "
        "297–334."
    ),
    "feldt": (
        "Feldt, L. S., Woodruff, D. J., & Salih, F. A. (1987). Statistical inference for coefficient alpha. "
        "Applied Psychological Measurement, 11(1), 93–103."
    ),
    "fieller": (
        "Fieller, E. C. (1954). Some problems in interval estimation. Journal of the Royal Statistical "
        "Society: Series B, 16(2), 175–185."
    ),
    "freeman": (
        "Freeman, G. H., & Halton, J. H. (1951). Note on an exact treatment of contingency, goodness of fit "
        "and other problems of significance. Biometrika, 38(1–2), 141–149."
    ),
    "hedges": (
        "Hedges, L. V. (1981). Distribution theory for Glass’s estimator of effect size and related "
        "estimators. Journal of Educational Statistics, 6(2), 107–128."
    ),
    "holm": (
        "Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of "
        "Statistics, 6(2), 65–70."
    ),
    "horowitz": (
        "Horowitz, J. L., & Manski, C. F. (2000). Nonparametric analysis of randomized experiments with "
        "missing covariate and outcome data. Journal of the American Statistical Association, 95(449), 77–84."
    ),
    "imbens": (
        "Imbens, G. W., & Manski, C. F. (2004). Confidence intervals for partially identified parameters. "
        "Econometrica, 72(6), 1845–1857."
    ),
    "jars": (
        "Appelbaum, M., Cooper, H., Kline, R. B., Mayo-Wilson, E., Nezu, A. M., & Rao, S. M. (2018). Journal "
        "article reporting standards for quantitative research in psychology: The APA Publications and "
        "Communications Board task force report. American Psychologist, 73(1), 3–25."
    ),
    "jennison": (
        "Jennison, C., & Turnbull, B. W. (1989). Interim analyses: The repeated confidence interval "
        "approach. "
        "Journal of the Royal Statistical Society: Series B, 51(3), 305–361."
    ),
    "judd": (
        "Judd, C. M., Westfall, J., & Kenny, D. A. (2012). Treating stimuli as a random factor in social "
        "psychology: A new and comprehensive solution to a pervasive but largely ignored problem. Journal of "
        "Personality and Social Psychology, 103(1), 54–69."
    ),
    "kaplan": (
        "Kaplan, E. L., & Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal "
        "of the American Statistical Association, 53(282), 457–481."
    ),
    "kramer": (
        "Kramer, C. Y. (1956). Extension of multiple range tests to group means with unequal numbers of "
        "replications. Biometrics, 12(3), 307–310."
    ),
    "kuznetsova": (
        "Kuznetsova, A., Brockhoff, P. B., & Christensen, R. H. B. (2017). lmerTest package: Tests in linear "
        "mixed effects models. Journal of Statistical Software, 82(13), 1–26."
    ),
    "lakens": (
        "Lakens, D. (2017). Equivalence tests: A practical primer for t tests, correlations, and "
        "meta-analyses. Social Psychological and Personality Science, 8(4), 355–362."
    ),
    "lan": (
        "Lan, K. K. G., & DeMets, D. L. (1983). Discrete sequential boundaries for clinical trials. "
        "Biometrika, 70(3), 659–663."
    ),
    "lee": (
        "Lee, D. S. (2009). Training, wages, and sample selection: Estimating sharp bounds on treatment "
        "effects. Review of Economic Studies, 76(3), 1071–1102."
    ),
    "liang": (
        "Liang, K.-Y., & Zeger, S. L. (1986). Longitudinal data analysis using generalized linear models. "
        "Biometrika, 73(1), 13–22."
    ),
    "lin": (
        "Lin, W. (2013). Agnostic notes on regression adjustments to experimental data: Reexamining "
        "Freedman’s critique. Annals of Applied Statistics, 7(1), 295–318."
    ),
    "lind": (
        "Lind, J. T., & Mehlum, H. (2010). With or without U? The appropriate test for a U-shaped "
        "relationship. Oxford Bulletin of Economics and Statistics, 72(1), 109–118."
    ),
    "mackinnon": (
        "MacKinnon, J. G., & White, H. (1985). Some heteroskedasticity-consistent covariance matrix "
        "estimators with improved finite sample properties. Journal of Econometrics, 29(3), 305–325."
    ),
    "mantel": (
        "Mantel, N. (1966). Evaluation of survival data and two new rank order statistics arising in its "
        "consideration. Cancer Chemotherapy Reports, 50(3), 163–170."
    ),
    "mccullagh": (
        "McCullagh, P. (1980). Regression models for ordinal data. Journal of the Royal Statistical Society: "
        "Series B, 42(2), 109–142."
    ),
    "mcdonald": "McDonald, R. P. (1999). Test theory: A unified treatment. Lawrence Erlbaum.",
    "newcombe": (
        "Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: "
        "Comparison of eleven methods. Statistics in Medicine, 17(8), 873–890."
    ),
    "royston": (
        "Royston, P., & Parmar, M. K. B. (2013). Restricted mean survival time: An alternative to the hazard "
        "ratio for the design and analysis of randomized trials with a time-to-event outcome. BMC Medical "
        "Research Methodology, 13, 152."
    ),
    "ruecker": (
        "Rücker, G., Schwarzer, G., Carpenter, J., & Olkin, I. (2009). Why add anything to nothing? The "
        "arcsine difference as a measure of treatment effect in meta-analysis with zero cells. Statistics in "
        "Medicine, 28(5), 721–738."
    ),
    "schuirmann": (
        "Schuirmann, D. J. (1987). A comparison of the two one-sided tests procedure and the power approach "
        "for assessing the equivalence of average bioavailability. Journal of Pharmacokinetics and "
        "Biopharmaceutics, 15(6), 657–680."
    ),
    "simonsohn": (
        "Simonsohn, U. (2018). Two lines: A valid alternative to the invalid testing of U-shaped "
        "relationships with quadratic regressions. Advances in Methods and Practices in Psychological "
        "Science, 1(4), 538–555."
    ),
    "statcheck": (
        "Nuijten, M. B., Hartgerink, C. H. J., van Assen, M. A. L. M., Epskamp, S., & Wicherts, J. "
        "M. (2016). "
        "The prevalence of statistical reporting errors in psychology (1985–2013). Behavior "
        "Research Methods, "
        "48(4), 1205–1226."
    ),
    "tukey": (
        "Tukey, J. W. (1949). Comparing individual means in the analysis of variance. Biometrics, "
        "5(2), 99–114."
    ),
    "uno": (
        "Uno, H., Claggett, B., Tian, L., Inoue, E., Gallo, P., Miyata, T., Schrag, D., Takeuchi, M., "
        "Uyama, Y., Zhao, L., Skali, H., Solomon, S., Jacobus, S., Hughes, M., Packer, M., & Wei, L.-J. "
        "(2014). Moving beyond the hazard ratio in quantifying the between-group difference in survival "
        "analysis. Journal of Clinical Oncology, 32(22), 2380–2385."
    ),
    "waudby": (
        "Waudby-Smith, I., Arbour, D., Sinha, R., Kennedy, E. H., & Ramdas, A. (2021). Time-uniform central "
        "limit theory and asymptotic confidence sequences. arXiv:2103.06476."
    ),
    "welch": (
        "Welch, B. L. (1947). The generalization of “Student’s” problem when several different population "
        "variances are involved. Biometrika, 34(1–2), 28–35."
    ),
    "white": (
        "White, I. R., Carpenter, J., & Horton, N. J. (2018). A mean score method for sensitivity "
        "analysis to "
        "departures from the missing at random assumption in randomised trials. Statistica Sinica, 28, "
        "1985–2003."
    ),
    "williams": (
        "Williams, E. J. (1949). Experimental designs balanced for the estimation of residual effects of "
        "treatments. Australian Journal of Scientific Research, Series A, 2(2), 149–168."
    ),
    "wu": (
        "Wu, J., & Ding, P. (2021). Randomization tests for weak null hypotheses in randomized experiments. "
        "Journal of the American Statistical Association, 116(536), 1898–1913."
    ),
}
