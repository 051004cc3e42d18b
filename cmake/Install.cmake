# `cmake --install`: the programs side by side (they find each other so), the scenarios and subjects,
# and find_package(Stormlark).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(STORMLARK_SHARE "${CMAKE_INSTALL_DATADIR}/stormlark")
set(package_directory "${CMAKE_INSTALL_LIBDIR}/cmake/Stormlark")

install(TARGETS stormlark stormlark-gateway stormlark-keeper EXPORT StormlarkTargets
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY scenarios/catalogue DESTINATION ${STORMLARK_SHARE})
# The known-bad subjects need a gateway that is never installed.
install(DIRECTORY scenarios/subjects DESTINATION ${STORMLARK_SHARE} PATTERN "defect-*" EXCLUDE)

install(EXPORT StormlarkTargets NAMESPACE Stormlark:: DESTINATION ${package_directory})
configure_package_config_file(cmake/StormlarkConfig.cmake.in
  ${CMAKE_CURRENT_BINARY_DIR}/StormlarkConfig.cmake
  INSTALL_DESTINATION ${package_directory} PATH_VARS STORMLARK_SHARE)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/StormlarkConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/StormlarkConfig.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/StormlarkConfigVersion.cmake
  cmake/StormlarkScenarioTests.cmake
  DESTINATION ${package_directory})
