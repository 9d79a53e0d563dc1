using System.ComponentModel.DataAnnotations;

namespace TransitHub.Server.Options;

/// <summary>One feed of the hub.</summary>
internal sealed class FeedSettings
{
    /// <summary>Its id in topics and paths, see <see cref="Core.Ids.FeedId"/>.</summary>
    [Required]
    public string Id { get; set; } = string.Empty;

    /// <summary>Its static GTFS: a zip, a folder, or an http(s) URL of a zip; null: none, so nothing is matched.</summary>
    public string? Gtfs { get; set; }

    /// <summary>Its devices file: cameras and counters (TransitHub.Core/Devices/README.md); null: none of its own. With Redis the one that all share is used then; without, devices may publish all the same.</summary>
    public string? Devices { get; set; }

    /// <summary>Folder of the learned model of its arrivals' errors; null: the hub's (<see cref="HubOptions.Model"/>); empty: none.</summary>
    public string? Model { get; set; }

    /// <summary>Folder of the learned model of the riders on board at stops ahead; null: the hub's (<see cref="HubOptions.LoadModel"/>); empty: none.</summary>
    public string? LoadModel { get; set; }

    /// <summary>What people call it; null: its id.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// Its reports are made up by a simulation: every output that has room for it says so. A data folder that a simulation wrote into
    /// says it too.
    /// </summary>
    public bool Simulated { get; set; }

    /// <summary>GTFS-Realtime of other agencies that it takes in.</summary>
    public UpstreamSettings Upstream { get; set; } = new();

    /// <summary>
    /// Into how many shards its vehicles are divided when the hub is scaled out, 1 to 64; default 1, which one core serves to some hundred
    /// thousand reports a second. All processes must have the same number, and it stays: with another one devices change places.
    /// </summary>
    [Range(1, 64)]
    public int Shards { get; set; } = 1;

    /// <summary>Consumers that want its messages brought to them.</summary>
    public List<DeliverySettings> Deliveries { get; set; } = [];
}
