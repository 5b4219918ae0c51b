package dev.firebreak.notice;

/// Something about the sending domain that is to be put right, or could be better.
///
/// @param name the DNS name it is about
/// @param wrong what is wrong there
/// @param fix what to do
/// @param blocking whether notices would arrive badly, or forged ones as well as ours; else advice
public record DomainFinding(String name, String wrong, String fix, boolean blocking) {}
