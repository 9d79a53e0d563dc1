namespace TransitHub.Mqtt.Topics;

/// <summary>What a topic carries.</summary>
public enum TopicKind
{
    /// <summary><c>transithub/v1/{feed}/avl/{vehicle_id}</c>: positions.</summary>
    Avl,

    /// <summary><c>transithub/v1/{feed}/apc/{vehicle_id}</c>: passenger counts on board.</summary>
    Apc,

    /// <summary><c>transithub/v1/{feed}/count/{device_id}</c>: a camera channel's counts.</summary>
    Count,

    /// <summary><c>transithub/v1/{feed}/passage/{device_id}</c>: a vehicle crossing a camera's line.</summary>
    Passage,

    /// <summary><c>transithub/v1/{feed}/status/{device_id}</c>: a device about itself, retained.</summary>
    Status,

    /// <summary><c>transithub/v1/{feed}/ais/{mmsi}</c>, also with <c>/location</c> behind it, and <c>transithub/v1/{feed}/ais</c>: boats' positions by AIS.</summary>
    Ais,

    /// <summary><c>/hfp/v1/…</c> and <c>/hfp/v2/…</c>: Helsinki high-frequency positioning.</summary>
    Hfp,
}
