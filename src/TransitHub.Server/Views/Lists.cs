namespace TransitHub.Server.Views;

/// <summary>A page of vehicles.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="CreatedAt">When the state was made, Unix seconds.</param>
/// <param name="Cursor">To go on from with <c>/v1/stream</c> or Watch.</param>
/// <param name="Vehicles">In the order of their ids.</param>
/// <param name="Next">Give it back as <c>after</c> for the next page; null: this is the last.</param>
internal sealed record VehicleList(string Feed, double CreatedAt, string Cursor, IReadOnlyList<VehicleView> Vehicles, string? Next);

/// <summary>A page of stops.</summary>
internal sealed record StopList(string Feed, IReadOnlyList<StopView> Stops, string? Next);

/// <summary>A page of routes.</summary>
internal sealed record RouteList(string Feed, IReadOnlyList<RouteView> Routes, string? Next);

/// <summary>A page of devices.</summary>
internal sealed record DeviceList(string Feed, IReadOnlyList<DeviceView> Devices, string? Next);

/// <summary>Counting devices as anybody may see them.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="FewestTold">Counts above none and below this are not told.</param>
/// <param name="Cameras">In the order of their ids.</param>
internal sealed record CameraList(string Feed, int FewestTold, IReadOnlyList<CameraView> Cameras);

/// <summary>A page of stops where it is known how full they are.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="FewestTold">Fewer people are not told, and more in steps of this; a device at a stop may ask for more.</param>
/// <param name="Crowding">In the order of the static feed.</param>
/// <param name="Next">Give it back as <c>after</c> for the next page; null: this is the last.</param>
internal sealed record CrowdingList(string Feed, int FewestTold, IReadOnlyList<StopCrowdingView> Crowding, string? Next);

/// <summary>A page of links of which it is known how freely traffic moves there.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Congestion">In the order of the static feed.</param>
/// <param name="Next">Give it back as <c>after</c> for the next page; null: this is the last.</param>
internal sealed record CongestionList(string Feed, IReadOnlyList<CongestionView> Congestion, string? Next);

/// <summary>The next arrivals at a stop.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Stop">The stop; for a station its platforms' arrivals are listed.</param>
/// <param name="CreatedAt">When the state was made, Unix seconds.</param>
/// <param name="Arrivals">By time.</param>
/// <param name="Headways">Lines that run by headway now and so have no times in the timetable.</param>
internal sealed record ArrivalList(string Feed, StopView Stop, double CreatedAt, IReadOnlyList<ArrivalView> Arrivals, IReadOnlyList<HeadwayView> Headways);
