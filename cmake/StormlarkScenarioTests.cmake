# stormlark_add_scenario_tests(SUBJECT <subject file or name>
#                              [SCENARIOS <name or file>...]   default: the whole catalogue
#                              [CATALOGUE <directory>]
#                              [PREFIX <test name prefix>]     default: scenario
#                              [LABELS <label>...]             default: scenario
#                              [EXPECT <check=verdict,...>]    default: all held
#                              [TIMEOUT <seconds>]             default: 120
#                              [REPEAT <times>]                default: 1; each with the next seed
#                              [SIMULATED])                    on virtual time, our own gateway only
#
# Makes one ctest test of each scenario: the bot that the subject file starts, before the mock
# platform and behind the bad network. A scenario that needs what this machine lacks is skipped.
function(stormlark_add_scenario_tests)
  cmake_parse_arguments(PARSE_ARGV 0 arg
    "SIMULATED" "SUBJECT;CATALOGUE;PREFIX;EXPECT;TIMEOUT;REPEAT" "SCENARIOS;LABELS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "stormlark_add_scenario_tests: unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_SUBJECT)
    message(FATAL_ERROR "stormlark_add_scenario_tests: SUBJECT is missing: name a subject file")
  endif()
  if(NOT arg_CATALOGUE)
    set(arg_CATALOGUE "${STORMLARK_CATALOGUE}")
  endif()
  if(NOT arg_PREFIX)
    set(arg_PREFIX scenario)
  endif()
  if(NOT arg_LABELS)
    set(arg_LABELS scenario)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  if(NOT arg_SCENARIOS)
    file(GLOB arg_SCENARIOS CONFIGURE_DEPENDS "${arg_CATALOGUE}/*.yaml")
  endif()

  set(options)
  if(arg_EXPECT)
    list(APPEND options --expect ${arg_EXPECT})
  endif()
  if(arg_REPEAT)
    list(APPEND options --repeat ${arg_REPEAT})
  endif()
  if(arg_SIMULATED)
    list(APPEND options --simulated)
  endif()
  foreach(scenario IN LISTS arg_SCENARIOS)
    get_filename_component(name "${scenario}" NAME_WE)
    add_test(NAME ${arg_PREFIX}.${name}
      COMMAND Stormlark::stormlark run ${scenario}
        --subject ${arg_SUBJECT} --catalogue ${arg_CATALOGUE} ${options}
        --out ${CMAKE_CURRENT_BINARY_DIR}/runs
      WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    set_tests_properties(${arg_PREFIX}.${name} PROPERTIES
      LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT} SKIP_RETURN_CODE 77)
  endforeach()
endfunction()
