namespace TransitHub.Core.Fusion.Links;

/// <summary>What was measured on a link, for a model to judge.</summary>
/// <param name="QuickSeconds">Mean time of the quick memory; without any, the timetable's.</param>
/// <param name="QuickWeight">Observations it stands for, faded.</param>
/// <param name="SlowSeconds">Mean time of the slow memory; without any, the timetable's.</param>
/// <param name="SlowWeight">Observations it stands for, faded.</param>
/// <param name="AgeSeconds">Since when no vehicle was seen to take the link.</param>
internal readonly record struct LinkEvidence(double QuickSeconds, double QuickWeight, double SlowSeconds, double SlowWeight, double AgeSeconds);
