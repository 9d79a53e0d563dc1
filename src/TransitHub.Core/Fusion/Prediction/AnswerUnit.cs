namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// Where a model's answer counts from and what its 1 is: the median and the spread that the formula's errors turned out to
/// have at such a time ahead. So a model says only what tells this prediction from others, not how good the formula is in
/// this city or at this hour, which is learned here anyway.
/// </summary>
/// <param name="Center">Standard deviations of the formula from its expectation.</param>
/// <param name="Spread">Standard deviations of the formula.</param>
internal readonly record struct AnswerUnit(double Center, double Spread);
