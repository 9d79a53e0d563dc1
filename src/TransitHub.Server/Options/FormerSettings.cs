namespace TransitHub.Server.Options;

/// <summary>Settings that had another name or meaning once. A hub that still gives one starts, and is told what to give instead.</summary>
internal static class FormerSettings
{
    private static readonly Dictionary<string, string> Remedies = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Fusion:Fusion:Cameras:MaxWaiting"] =
            "It bounded the passages that wait in a whole feed; each counting line has room of its own now. Give Fusion:Fusion:Cameras:MaxWaitingPerLine (5 to 400, 40 unless given) instead.",
    };

    /// <summary>True: the path is that of such a setting.</summary>
    public static bool Contains(string path) => Remedies.ContainsKey(path);

    /// <summary>One line for each that is given, with what to do.</summary>
    public static IEnumerable<string> FindGiven(IConfiguration configuration) =>
        Remedies.Where(former => configuration.GetSection(former.Key).Exists()).Select(former => $"The setting {former.Key} is no longer used. {former.Value}");
}
