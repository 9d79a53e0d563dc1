using TransitHub.Core.Ids;
using TransitHub.Server.Security;
using TransitHub.Server.Views;

namespace TransitHub.Server.Options;

/// <summary>Holds what is said of other agencies' feeds against what can be.</summary>
internal static class UpstreamCheck
{
    private const int LongestName = 64;

    /// <summary>The words of <see cref="UpstreamSource.Takes"/>.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["vehicles", "trip_updates", "alerts"];

    /// <summary>What of a text of <see cref="UpstreamSource.Takes"/> is named.</summary>
    public static IReadOnlyList<string> KindsOf(string takes) => takes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One line for each mistake.</summary>
    public static IEnumerable<string> Find(HubOptions options)
    {
        foreach (FeedSettings feed in options.Feeds)
        {
            foreach (UpstreamSource source in feed.Upstream.Sources)
            {
                foreach (string problem in Find(source))
                {
                    yield return $"Upstream of feed '{feed.Id}', source '{source.Name}': {problem}";
                }
            }

            foreach (IGrouping<string, UpstreamSource> same in feed.Upstream.Sources.GroupBy(s => s.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
            {
                yield return $"Upstream of feed '{feed.Id}': the source '{same.Key}' is given twice (setting Upstream:Sources:Name).";
            }

            if (feed.Upstream.Push && options.Security.MqttUsers.Count == 0 && ListenAddress.TryParse(options.Http, out ListenAddress http) && !http.IsLoopback)
            {
                yield return $"Upstream:Push of feed '{feed.Id}': whoever reaches {options.Http} could publish. Configure publishers: "
                    + "Security:MqttUsers = [{ \"Name\": ..., \"PasswordHash\": ... }], each hash made by 'transithub hash-password'.";
            }
        }
    }

    private static IEnumerable<string> Find(UpstreamSource source)
    {
        if (source.Name.Length > LongestName || source.Name.Any(char.IsWhiteSpace) || (source.Name.Length > 0 && !DeviceId.TryParse(source.Name, out _)))
        {
            yield return $"Name must have 1 to {LongestName} characters without / + # and spaces.";
        }

        if (source.Name is AlertView.Operator or AlertView.Automatic)
        {
            yield return $"Name may not be {AlertView.Operator} or {AlertView.Automatic}: alerts of this hub have these sources.";
        }

        if (source.Url.Length > 0 && (!Uri.TryCreate(source.Url, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0))
        {
            yield return "Url must begin with http:// or https:// and have no user or password in it; a key belongs in Headers.";
        }

        string[] unknown = [.. KindsOf(source.Takes).Except(Kinds, StringComparer.Ordinal)];
        if (unknown.Length > 0 || KindsOf(source.Takes).Count == 0)
        {
            yield return $"Takes is '{source.Takes}'; it may name {string.Join(", ", Kinds)}.";
        }

        foreach (UpstreamHeader header in source.Headers)
        {
            if (header.Value is null == header.ValueFile is null)
            {
                yield return $"the header '{header.Name}' needs Value or ValueFile, and not both.";
            }

            if (!IsToken(header.Name))
            {
                yield return $"'{header.Name}' is no name of a header (setting Headers:Name).";
            }

            if (header.Value is not null && header.Value.Any(char.IsControl))
            {
                yield return $"the value of the header '{header.Name}' has control characters.";
            }
        }
    }

    private static bool IsToken(string name) => name.Length is > 0 and <= 128 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
