using System.ComponentModel.DataAnnotations;
using TransitHub.Core.Feeds;

namespace TransitHub.Server.Options;

/// <summary>
/// A consumer that wants one of a feed's messages brought to it by HTTP POST instead of fetching it (setting
/// <c>Feeds:N:Deliveries</c>). What changes in between is not queued: it always gets the newest message.
/// </summary>
internal sealed class DeliverySettings
{
    /// <summary>What the operator calls it, in logs and figures; null: the host of <see cref="Url"/>. URLs may hold secrets and are never told.</summary>
    public string? Name { get; set; }

    /// <summary>Where it is brought, http or https.</summary>
    [Required]
    public string Url { get; set; } = string.Empty;

    /// <summary>Which message.</summary>
    public FeedKind Kind { get; set; } = FeedKind.TripUpdates;

    /// <summary>Which entities of it.</summary>
    public FeedCut Cut { get; set; } = FeedCut.Google;

    /// <summary>The shortest time between two deliveries, seconds, 1 to 300; 30, as often as consumers fetch. A message is brought again unchanged only when its header was renewed.</summary>
    [Range(1, 300)]
    public int EverySeconds { get; set; } = 30;

    /// <summary>How long an answer may take, seconds, 1 to 120.</summary>
    [Range(1, 120)]
    public int TimeoutSeconds { get; set; } = 20;

    /// <summary>
    /// Name of the form's field that holds the message, for consumers that take <c>multipart/form-data</c>; null: the message itself is the body,
    /// <c>application/x-protobuf</c>.
    /// </summary>
    public string? FormField { get; set; }

    /// <summary>Other fields of the form, <c>name=value</c>, such as the id that the consumer gave the feed. Only with <see cref="FormField"/>.</summary>
    public List<string> FormValues { get; set; } = [];

    /// <summary>Where tokens are given (OAuth 2.0, client credentials); null: no token is sent.</summary>
    public string? TokenUrl { get; set; }

    /// <summary>The client's id there.</summary>
    public string? ClientId { get; set; }

    /// <summary>The client's secret; better given by <see cref="ClientSecretFile"/> or the environment than in a file that others read.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>A file whose first line is the client's secret, read before each token so that it can be changed without a restart.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>What the token is to be good for; null: what the server gives without being asked.</summary>
    public string? Scope { get; set; }

    /// <summary>What is told of it.</summary>
    internal string ShownName => this.Name ?? (Uri.TryCreate(this.Url, UriKind.Absolute, out Uri? url) ? url.Host : "delivery");

    /// <summary>What contradicts itself, one sentence each that names the setting.</summary>
    internal IEnumerable<string> Check(string path)
    {
        foreach ((string name, string? value) in new[] { (nameof(this.Url), this.Url), (nameof(this.TokenUrl), this.TokenUrl) })
        {
            if (!string.IsNullOrEmpty(value) && !(Uri.TryCreate(value, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"))
            {
                yield return $"{path}:{name} is no http(s) URL.";
            }
        }

        if (this.TokenUrl is not null && (string.IsNullOrEmpty(this.ClientId) || string.IsNullOrEmpty(this.ClientSecret) == string.IsNullOrEmpty(this.ClientSecretFile)))
        {
            yield return $"{path}:TokenUrl needs ClientId and one of ClientSecret and ClientSecretFile.";
        }

        if (this.TokenUrl is null && (this.ClientId ?? this.ClientSecret ?? this.ClientSecretFile ?? this.Scope) is not null)
        {
            yield return $"{path}: ClientId, ClientSecret, ClientSecretFile and Scope need TokenUrl, where the token is asked for.";
        }

        if (this.FormField is null && this.FormValues.Count > 0)
        {
            yield return $"{path}:FormValues needs FormField, the field that holds the message.";
        }

        foreach (string value in this.FormValues.Where(v => v.IndexOf('=', StringComparison.Ordinal) < 1))
        {
            yield return $"{path}:FormValues has '{value}'; write name=value.";
        }
    }
}
