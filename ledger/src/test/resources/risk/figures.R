# The figures of the risk test table by GNU R: its own table(), merge(), dhyper() and optim().
#
# Run in this folder: `Rscript figures.R` (package r-base-core of Debian 12, R 4.2.2; no further
# package). It reads people.csv and accounts.csv and writes
#
# - r-sets.csv     figures of every set of quasi-identifiers with at most one level a chain
# - r-figures.csv  figures against the population, and estimates from the sample alone
# - r-session.txt  the version of R that computed them

read <- function(file) read.csv(file, colClasses = "character", na.strings = NULL)
people <- read("people.csv")
accounts <- read("accounts.csv")

people$browser_version <- paste(people$browser, people$browser_version, sep = "|")
people$os_version <- people$os
people$os <- sub(" *[0-9].*$", "", people$os)
people$referrer_origin <- sub("^(https://[^/]*).*$", "\\1", people$referrer)

chains <- list(
  c("country", "region", "city"), c("browser", "browser_version"), c("os", "os_version"),
  c("referrer_origin", "referrer"), "organization_id")

# The class of each row: levels of a chain together with its coarser ones.
class_of <- function(rows, chosen) {
  columns <- unlist(lapply(seq_along(chains), function(i)
    if (chosen[i] > 0) chains[[i]][seq_len(chosen[i])]))
  do.call(paste, c(rows[columns], sep = "\r"))
}

prosecutor <- function(classes) {
  sizes <- as.vector(table(classes))
  n <- sum(sizes)
  c(classes = length(sizes), smallest = min(sizes), unique = sum(sizes == 1) / n,
    average = length(sizes) / n,
    above0.05 = sum(sizes[1 / sizes > 0.05]) / n,
    above0.09 = sum(sizes[1 / sizes > 0.09]) / n,
    above0.33 = sum(sizes[1 / sizes > 0.33]) / n)
}

choices <- as.matrix(expand.grid(lapply(chains, function(chain) 0:length(chain))))
choices <- choices[rowSums(choices) > 0, ]
sets <- do.call(rbind, lapply(seq_len(nrow(choices)), function(i) {
  chosen <- choices[i, ]
  name <- paste(unlist(lapply(seq_along(chains), function(j)
    if (chosen[j] > 0) chains[[j]][chosen[j]])), collapse = "+")
  data.frame(set = name, t(prosecutor(class_of(people, chosen))))
}))
numbers <- vapply(sets[-1], function(column) format(column, digits = 17, trim = TRUE),
                  character(nrow(sets)))
write.csv(data.frame(set = sets$set, numbers), "r-sets.csv", row.names = FALSE, quote = FALSE)

# Journalist and marketer: people who have all fields that the directory has too.
shared <- c("country", "region", "city", "organization_id")
known <- people[rowSums(people[shared] == "") == 0, shared]
joined <- merge(
  aggregate(list(f = rep(1, nrow(known))), known, sum),
  aggregate(list(F = rep(1, nrow(accounts))), accounts[shared], sum))
weight <- joined$f / sum(joined$f)

# Zayatz: of the classes of each size, those of which a random sample draws exactly one member.
sizes <- as.vector(table(class_of(people, lengths(chains))))
n <- sum(sizes)
N <- nrow(accounts)
histogram <- table(sizes)
size <- as.integer(names(histogram))
drawn <- as.vector(histogram) / sum(histogram) * dhyper(1, size, N - size, n)
conditional <- drawn[size == 1] / sum(drawn)

# Pitman: maximum likelihood (Hoshino 2001), theta by its logarithm, alpha by its logit.
likelihood <- function(at) {
  theta <- exp(at[1])
  alpha <- plogis(at[2])
  u <- length(sizes)
  sum(log(theta + seq_len(u - 1) * alpha)) - sum(log(theta + seq_len(n - 1))) +
    sum(vapply(sizes[sizes > 1], function(j) sum(log(seq_len(j - 1) - alpha)), 0))
}
fit <- optim(c(1, 0), likelihood, control = list(fnscale = -1, reltol = 1e-15, maxit = 20000))
theta <- exp(fit$par[1])
alpha <- plogis(fit$par[2])

figures <- c(
  population = N, people = nrow(known), smallest = min(joined$F),
  marketer = sum(joined$f / joined$F) / sum(joined$f),
  unique = sum(weight[joined$F == 1]),
  above0.05 = sum(weight[1 / joined$F > 0.05]), above0.09 = sum(weight[1 / joined$F > 0.09]),
  above0.33 = sum(weight[1 / joined$F > 0.33]),
  uniqueGivenUnique = conditional, zayatz = conditional * sum(sizes == 1) / n,
  pitman = exp(lgamma(theta + 1) - lgamma(theta + alpha) + alpha * log(N)) / N)
write.csv(data.frame(name = names(figures), value = format(figures, digits = 17, trim = TRUE)),
          "r-figures.csv", row.names = FALSE, quote = FALSE)
writeLines(c(R.version.string, paste("platform", R.version$platform)), "r-session.txt")
