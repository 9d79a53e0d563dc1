using System.Globalization;

namespace TransitHub.Load.Readers;

/// <summary>Of one kind of call, milliseconds.</summary>
/// <param name="Median">Of the call.</param>
/// <param name="Late">What 99 % kept.</param>
/// <param name="VeryLate">What 999 of 1,000 kept.</param>
/// <param name="Longest">The longest.</param>
/// <param name="LateFromDue">What 99 % kept from the moment at which it was due, so that the caller's being late is in it.</param>
internal sealed record CallFigures(double Median, double Late, double VeryLate, double Longest, double LateFromDue)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"p50 {this.Median:F1} ms, p99 {this.Late:F1} ms ({this.LateFromDue:F1} from when it was due), p99.9 {this.VeryLate:F1} ms, longest {this.Longest:F0} ms");
}

/// <summary>What <c>app-calls</c> found.</summary>
/// <param name="Protocol">How it called.</param>
/// <param name="Rate">Calls a second.</param>
/// <param name="MegabytesASecond">What was answered.</param>
/// <param name="ProcessorSeconds">Its own.</param>
/// <param name="Arrivals">Arrivals at a stop.</param>
/// <param name="Crowding">Crowding at a stop.</param>
/// <param name="BeganLate">How much later than due 99 % of its calls began at most, milliseconds.</param>
/// <param name="BeganLatest">The same of all.</param>
/// <param name="Unanswered">Calls that failed or had no answer.</param>
internal sealed record CallReport(string Protocol, double Rate, double MegabytesASecond, double ProcessorSeconds, CallFigures Arrivals, CallFigures Crowding, double BeganLate, double BeganLatest, int Unanswered)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{this.Protocol} calls: {this.Rate:F0}/s, {this.MegabytesASecond:F1} MB/s, {this.Unanswered} without an answer; began late by {this.BeganLate:F1} ms (p99), {this.BeganLatest:F0} ms at most\n  arrivals {this.Arrivals}\n  crowding {this.Crowding}");
}
