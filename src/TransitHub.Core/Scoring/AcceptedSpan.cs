namespace TransitHub.Core.Scoring;

/// <summary>What a benchmark accepts in one span of time ahead; all in seconds.</summary>
/// <param name="From">Start of the span, inclusive.</param>
/// <param name="To">End of the span, exclusive.</param>
/// <param name="Earliest">Lowest accepted e.</param>
/// <param name="Latest">Highest accepted e.</param>
internal readonly record struct AcceptedSpan(double From, double To, double Earliest, double Latest)
{
    /// <summary>The span that holds the time ahead; -1: none.</summary>
    public static int IndexOf(AcceptedSpan[] spans, double ahead)
    {
        for (int i = 0; i < spans.Length; i++)
        {
            if (ahead >= spans[i].From && ahead < spans[i].To)
            {
                return i;
            }
        }

        return -1;
    }
}
