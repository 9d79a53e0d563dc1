namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// An interval of counts ends after it starts and is not longer than the bound: what one count of a day is worth nobody can tell, and two
/// times in different units give such an interval.
/// </summary>
internal sealed class IntervalRule(GateOptions options)
{
    /// <summary>What is wrong; null when the interval can be, or it is a running total.</summary>
    public string? Fault(TrafficCount count)
    {
        if (count.From is not { } from)
        {
            return null;
        }

        double seconds = count.To.SecondsSince(from);
        return seconds <= 0
            ? $"the interval ends {-seconds:F1} s before it starts"
            : seconds > options.MaxIntervalSeconds
                ? $"the interval is {seconds:F0} s long, allowed are {options.MaxIntervalSeconds:F0} s"
                : null;
    }
}
