using System.Globalization;
using System.Text;
using System.Text.Json;
using TransitHub.Core.Observations;

namespace TransitHub.Server.Commands.Device;

/// <summary>One thing that is wrong with a device's messages.</summary>
/// <param name="Reason">The reason, as <c>/v1/rejections</c> has it.</param>
/// <param name="Count">How often.</param>
/// <param name="Device">The newest sample's device, or as much of the topic as could be read.</param>
/// <param name="Detail">What was found in it.</param>
/// <param name="Remedy">How to mend it.</param>
internal sealed record TrialProblem(string Reason, long Count, string Device, string Detail, string Remedy);

/// <summary>Whether a device's messages are understood.</summary>
/// <param name="Messages">Messages heard.</param>
/// <param name="Understood">Observations that the hub would take, by kind.</param>
/// <param name="Devices">Of which devices these are.</param>
/// <param name="Problems">What is wrong, the most frequent first.</param>
internal sealed record TrialReport(long Messages, IReadOnlyDictionary<string, long> Understood, IReadOnlyList<string> Devices, IReadOnlyList<TrialProblem> Problems)
{
    private const int MaxDevices = 20;

    /// <summary>True when something was heard and all of it understood.</summary>
    public bool IsGood => this.Understood.Count > 0 && this.Problems.Count == 0;

    /// <summary>Of what ledgers counted.</summary>
    public static TrialReport Of(long messages, IEnumerable<(ObservationKind Kind, long Count)> understood, IEnumerable<string> devices, params RejectionLedger[] ledgers) => new(
        messages,
        understood.Where(u => u.Count > 0).ToDictionary(u => u.Kind.Name(), u => u.Count, StringComparer.Ordinal),
        [.. devices.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        [.. ledgers.SelectMany(l => l.List().Where(p => RejectionReasonText.IsRefusing(p.Key.Stage())).Select(p => ProblemOf(l, p.Key, p.Value))).OrderByDescending(p => p.Count)]);

    /// <summary>For people.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{this.Messages} messages heard.");
        foreach ((string kind, long count) in this.Understood)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  understood: {count} of kind {kind}");
        }

        if (this.Devices.Count > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  of {string.Join(", ", this.Devices.Take(MaxDevices))}{(this.Devices.Count > MaxDevices ? $" and {this.Devices.Count - MaxDevices} others" : string.Empty)}");
        }

        foreach (TrialProblem problem in this.Problems)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {problem.Reason}: {problem.Count}, for one of {(problem.Device.Length == 0 ? "?" : problem.Device)}: {problem.Detail}")
                .AppendLine(CultureInfo.InvariantCulture, $"    -> {problem.Remedy}");
        }

        return text.Append(this.IsGood ? "All is understood."
            : this.Messages == 0 ? "Nothing was heard: is the device connected to this address, and does it publish to transithub/v1/{feed}/...?"
            : this.Problems.Count == 0 ? "Nothing in it can be used."
            : "Not all is understood.").ToString();
    }

    /// <summary>For machines.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, CredentialPlace.Json);

    private static TrialProblem ProblemOf(RejectionLedger ledger, RejectionReason reason, long count)
    {
        Rejection? sample = ledger.SamplesOf(reason) is [.., var newest] ? newest : null;
        return new TrialProblem(reason.Name(), count, sample?.Device ?? string.Empty, sample?.Detail ?? string.Empty, RejectionRemedy.Of(reason));
    }
}
