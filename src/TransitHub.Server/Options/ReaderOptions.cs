using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;

namespace TransitHub.Server.Options;

/// <summary>
/// What readers of HTTP and gRPC may ask for. Without tiers nobody is counted and no key is looked at. Health, metrics and what operators do are no readers' requests.
/// </summary>
internal sealed class ReaderOptions
{
    /// <summary>How much readers get, by name; a key names one of these.</summary>
    public List<ReaderTier> Tiers { get; set; } = [];

    /// <summary>The tier of each address that comes without a key; null: readers need one.</summary>
    public string? Anonymous { get; set; }

    /// <summary>The file of the keys, which <c>transithub key</c> writes; null: <c>reader-keys.json</c> in the folder <see cref="HubOptions.Data"/>. With <see cref="HubOptions.Redis"/> the keys are there, for all processes.</summary>
    public string? KeyFile { get; set; }

    /// <summary>
    /// Addresses of the proxies before the hub. What they say in X-Forwarded-For is taken for the reader's address; without it all readers behind one share the anonymous tier.
    /// </summary>
    public List<string> Proxies { get; set; } = [];

    /// <summary>Where the file of the keys is.</summary>
    internal string KeyFileIn(string data) => this.KeyFile ?? Path.Combine(data, "reader-keys.json");

    /// <summary>The tier of that name; null: none.</summary>
    public ReaderTier? Find(string? name) => this.Tiers.Find(t => t.Name == name);

    /// <summary>One line for each contradiction.</summary>
    internal IEnumerable<string> Check()
    {
        foreach (IGrouping<string, ReaderTier> same in this.Tiers.GroupBy(t => t.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            yield return $"Tiers: '{same.Key}' is given twice.";
        }

        if (this.Anonymous is not null && this.Find(this.Anonymous) is null)
        {
            yield return $"Anonymous is '{this.Anonymous}', which is none of Tiers: {(this.Tiers.Count == 0 ? "there are none" : string.Join(", ", this.Tiers.Select(t => t.Name)))}.";
        }

        foreach (string proxy in this.Proxies.Where(p => !IPAddress.TryParse(p, out _)))
        {
            yield return $"Proxies: '{proxy}' is no IP address.";
        }
    }
}

/// <summary>How much a reader gets. A request over it is answered with 429 and when to come again.</summary>
internal sealed class ReaderTier
{
    /// <summary>Its name, which keys give.</summary>
    [Required]
    public string Name { get; set; } = string.Empty;

    /// <summary>Requests a minute over time, 1 to 1,000,000; one that opens a stream counts once.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>Requests that may come at once after a pause, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 60;

    /// <summary>Streams open at one time, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int Streams { get; set; } = 10;

    /// <summary>As the field RateLimit-Policy tells it.</summary>
    internal string Policy => string.Create(CultureInfo.InvariantCulture, $"\"requests\";q={this.RequestsPerMinute};w=60");
}
