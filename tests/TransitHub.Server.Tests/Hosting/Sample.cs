namespace TransitHub.Server.Tests.Hosting;

/// <summary>One sample of a scrape.</summary>
/// <param name="Name">As it stands there, with <c>_bucket</c> and the like.</param>
/// <param name="Labels">In the order of their names.</param>
/// <param name="Value">Its value.</param>
internal sealed record Sample(string Name, IReadOnlyList<(string Name, string Value)> Labels, double Value)
{
    /// <summary>Name and labels: what no second sample may have.</summary>
    public string Series => this.Name + "{" + string.Join(",", this.Labels.Select(l => $"{l.Name}={l.Value}")) + "}";

    public string? Label(string name) => this.Labels.Where(l => l.Name == name).Select(l => l.Value).FirstOrDefault();
}
